"""The explorer on its page: what a reader points at, presses and hears, in each language."""

import re

import pytest

from tests.browser.conftest import Visit, broken_rules, listen
from tests.browser.words import LANGUAGES, Words, folder


@pytest.fixture(params=LANGUAGES)
def words(request):
    return Words(request.param, "explorer")


@pytest.fixture
def explorer(page, server, words):
    """The explorer's page, and at its end a look at the console."""
    path = f"{folder(words.language)}explorer/"
    visit = Visit(path, "light", "wide")
    listen(page, visit)
    page.goto(f"{server}{path}")
    yield page
    assert not visit.messages
    assert all(url.startswith(server) for url in visit.requests)


def said(page):
    return page.inner_text("[data-live]")


def lit(page, kind):
    return set(page.eval_on_selector_all(f".{kind}", "nodes => nodes.map(node => node.dataset.at)"))


def test_one_weight_lights_its_counterparts_and_says_the_arithmetic(explorer, words):
    explorer.hover("[data-at='weights,59,1']")
    place = {"i": 59, "o": 1, "c": 2, "r": 3, "k": 4, "sum": "3 × 15 + 4 × 3 + 2"}
    product = {"v": "0.3", "w": 119, "product": "35.7", "R": 3, "K": 4, "C": 2}
    assert said(explorer) == words.say("weights", **place, **product)
    assert lit(explorer, "is-here") == {"weights,59,1"}
    assert lit(explorer, "is-kin") >= {
        "maps,2,3,4",
        "kernel,3,4,2,1",
        "image,3,4",
        "image,3,5",
        "image,3,6",
    }


def test_a_wrong_pairing_shows_at_once(explorer, words):
    by_pixel, by_channel = "2830.1, 2890.1", "5038.1, 5098.1"
    result = explorer.locator("[data-result]")
    assert result.inner_text() == words.say("result", dense=by_pixel, conv=by_pixel)
    assert explorer.locator("[data-view=kernel] .is-wrong").count() == 0
    explorer.check("input[name=order][value='C,H,W']")
    numbers = {"dense": by_channel, "conv": by_pixel, "misplaced": 144}
    assert result.inner_text() == words.say("result-wrong", **numbers)
    assert explorer.locator("[data-view=kernel] .is-wrong").count() == 144
    explorer.check("input[name=formula][value='C,H,W']")
    assert result.inner_text() == words.say("result", dense=by_channel, conv=by_channel)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_rule_is_broken_in_use(explorer, scheme):
    explorer.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    explorer.check("input[name=order][value='C,H,W']")  # weights out of place
    explorer.hover("[data-at='kernel,0,1,0,0']")
    assert not broken_rules(explorer, "dense-to-conv")
    explorer.click("[data-do=scan]")
    assert not broken_rules(explorer, "dense-to-conv")


def test_every_cell_has_a_whole_sentence(explorer):
    """All cells, in right and wrong pairings: no gap where a word or a number belongs."""
    for order in ("C,H,W", "H,W,C"):
        for formula in ("C,H,W", "H,W,C"):
            explorer.check(f"input[name=order][value='{order}']")
            explorer.check(f"input[name=formula][value='{formula}']")
            sentences = explorer.evaluate(
                """() => {
                    const element = document.querySelector("dense-to-conv")
                    return Object.values(element.grids).flatMap(grid => grid.cells).map(cell => {
                        element.light(cell.at)
                        return element.querySelector("[data-live]").textContent
                    })
                }"""
            )
            assert len(sentences) == 35 + 75 + 150 + 150 + 2
            assert len(set(sentences)) >= 35 + 75 + 150 + 150
            assert not [s for s in sentences if re.search(r"undefined|NaN|null|[{}]|^$", s)]


def test_equal_by_luck_is_not_called_right(explorer, words):
    explorer.click("[data-at='image,1,2']")
    for column in (2, 4, 6):
        explorer.click(f"[data-at='image,3,{column}']")
    explorer.check("input[name=formula][value='C,H,W']")
    result = explorer.inner_text("[data-result]")
    dense, conv = re.findall(r"\d+\.\d, \d+\.\d", result)
    assert dense == conv
    assert result == words.say("result-luck", dense=dense, conv=conv, misplaced=144)


def test_keyboard_one_tab_stop_a_view(explorer, words):
    views = explorer.locator("[role=grid]")
    for n in range(views.count()):
        assert views.nth(n).locator("[tabindex='0']").count() == 1
    explorer.focus("[data-view=weights] [tabindex='0']")
    focused = lambda: explorer.evaluate("document.activeElement.dataset.at")  # noqa: E731
    for key, at in [
        ("ArrowRight", "weights,1,0"),
        ("ArrowDown", "weights,1,1"),
        ("ArrowDown", "weights,1,1"),
        ("End", "weights,74,1"),
        ("Home", "weights,0,1"),
        ("ArrowUp", "weights,0,0"),
    ]:
        explorer.keyboard.press(key)
        assert focused() == at
    explorer.focus("[data-at='maps,0,2,4']")
    explorer.keyboard.press("ArrowRight")  # from one map into the next
    assert focused() == "maps,1,2,0"
    place = words.before("maps", "terms").format(c=1, r=2, k=0)
    assert said(explorer).startswith(place)
    explorer.focus("[data-at='kernel,4,0,2,0']")
    explorer.keyboard.press("ArrowDown")  # from output 0 to output 1
    assert focused() == "kernel,0,0,2,1"
    explorer.focus("[data-at='image,1,2']")
    explorer.keyboard.press(" ")
    assert explorer.inner_text("[data-at='image,1,2']") == "0"
    assert explorer.inner_text("[data-at='maps,2,1,0']") == "0.3"


def test_the_window_moves_and_the_output_fills(explorer, words):
    """Against the record of snippets/explorer/larger.py, which stands on the same page."""
    record = explorer.locator(".highlight", has_text="output map, output 0").last.text_content()
    numbers = re.findall(r"\d+\.\d", record)
    assert len(numbers) == 32
    explorer.emulate_media(reduced_motion="reduce")
    explorer.click("[data-do=scan]")
    shown = explorer.locator("[data-view=output] [role=gridcell]").all_inner_texts()
    assert shown == numbers
    explorer.click("[data-at='output,0,1,2']")
    assert lit(explorer, "is-window") >= {"image,1,2", "image,5,8", "output,1,1,2"}
    place = {"o": 0, "row": 1, "column": 2, "bottom": 5, "right": 8, "value": numbers[6]}
    assert said(explorer) == words.say("output", **place)
    explorer.click("[data-at='image,3,5']")  # a pixel within the window: both results follow
    result = explorer.inner_text("[data-result]")
    first, second = re.findall(r"\d+\.\d, \d+\.\d", result)
    assert first == second != f"{numbers[6]}, {numbers[22]}"


def test_without_reduced_motion_the_window_takes_its_time(explorer):
    explorer.emulate_media(reduced_motion="no-preference")
    explorer.click("[data-do=scan]")
    cells = explorer.locator("[data-view=output] [role=gridcell]")
    assert "–" in cells.all_inner_texts()
    cells.filter(has_text="–").first.wait_for(state="detached")
    assert "–" not in cells.all_inner_texts()


@pytest.mark.parametrize("image", ["small", "larger"])
def test_targets_are_large_enough_and_stay_inside(explorer, image):
    explorer.check(f"input[name=image][value={image}]")
    for width in (1280, 1000, 760, 700, 390, 320):
        explorer.set_viewport_size({"width": width, "height": 800})
        wrong = explorer.eval_on_selector_all(
            "dense-to-conv :is([role=gridcell], label, button)",
            """nodes => nodes.filter(node => {
                const { width, height, left, right } = node.getBoundingClientRect()
                const frame = document.querySelector(".dtc").getBoundingClientRect()
                return width < 23.99 || height < 23.99 || left < frame.left || right > frame.right
            }).map(node => node.outerHTML)""",
        )
        assert not wrong, width
        assert explorer.evaluate("document.documentElement.scrollWidth") <= width


def test_views_stay_where_they_are_while_sentences_change(explorer):
    for width in (1280, 390):
        explorer.set_viewport_size({"width": width, "height": 800})
        explorer.check("input[name=order][value='C,H,W']")
        tops = explorer.evaluate(
            """() => {
                const element = document.querySelector("dense-to-conv")
                return Object.values(element.grids).flatMap(grid => grid.cells).map(cell => {
                    element.light(cell.at)
                    return element.querySelector(".dtc-views").offsetTop
                })
            }"""
        )
        assert len(set(tops)) == 1


def test_without_javascript_the_tables_stand_on_the_page(browser, server, words):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}{folder(words.language)}explorer/")
    assert not page.locator("dense-to-conv").is_visible()
    assert page.locator(".dtc noscript").inner_text() == words.of("noscript")
    assert not page.get_by_text("feature map, channel 2").first.is_visible()  # folded
    for folded in page.locator("details").all():
        folded.locator("summary").click()
    for name in ("feature map, channel 2", "W_dense[:, 1]", "order H,W,C, channel 2"):
        assert page.get_by_text(name).first.is_visible()
    context.close()


def test_a_reader_quicker_than_the_drawing_gets_the_larger_image_whole(explorer):
    """Views are drawn one after another as the page opens; a switch in between must win."""
    counts = explorer.evaluate(
        """async () => {
            const old = document.querySelector("dense-to-conv"), element = old.cloneNode(true)
            for (const view of element.querySelectorAll("[data-view]")) view.replaceChildren()
            delete element.dataset.ready
            old.replaceWith(element)
            const early = Object.keys(element.grids)
            element.querySelector("input[name=image][value=larger]").click()
            while (!("ready" in element.dataset)) await new Promise(done => setTimeout(done, 10))
            return [early, Object.fromEntries(
                Object.entries(element.grids).map(([view, grid]) => [view, grid.cells.length]))]
        }"""
    )
    larger = {"image": 8 * 10, "maps": 75, "output": 2 * 4 * 4, "kernel": 150, "weights": 150}
    assert counts == [["image"], larger]
    assert lit(explorer, "is-window") >= {"image,0,0", "image,4,6", "output,0,0,0"}
