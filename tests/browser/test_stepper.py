"""The stepper on its page: every weight at every step is where NumPy puts it.

In each language; what does not depend on words is looked at in English only.
"""

import re

import numpy as np
import pytest

from tests.browser.conftest import Visit, broken_rules, listen
from tests.browser.words import LANGUAGES, Words, folder

W_dense = np.arange(150).reshape(75, 2)
STEPS = {
    "H,W,C": [W_dense, W_dense.reshape(5, 5, 3, 2)],
    "C,H,W": [
        W_dense,
        W_dense.T,
        W_dense.T.reshape(2, 3, 5, 5),
        W_dense.T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0),
    ],
}
SMALL_OR_OUTSIDE = (
    "weight-stepper :is([role=gridcell], label, button, .dtc-head, li)",
    """nodes => nodes.filter(node => {
        const { width, height, left, right } = node.getBoundingClientRect()
        const frame = document.querySelector(".dtc").getBoundingClientRect()
        const press = !node.matches(".dtc-head, li")
        return press && (width < 23.99 || height < 23.99)
            || left < frame.left || right > frame.right
    }).map(node => node.outerHTML)""",
)
HEIGHTS = """() => {
    const [grid, frame] = ["weight-stepper [role=grid]", ".dtc"].map(name =>
        document.querySelector(name).getBoundingClientRect())
    return [frame.height, grid.top - frame.top].map(Math.round).join()
}"""
SHAPES = {"H,W,C": (5, 5, 3), "C,H,W": (3, 5, 5)}  # of the map, as it is flattened


AXES = {  # what a place is called
    "en": {"H": "row", "W": "column", "C": "channel"},
    "pt-BR": {"H": "linha", "W": "coluna", "C": "canal"},
}


@pytest.fixture(params=LANGUAGES)
def words(request):
    return Words(request.param, "stepper")


@pytest.fixture
def stepper(page, server, words):
    """The lesson, and at its end a look at the console. No motion, unless a test asks for it."""
    path = f"{folder(words.language)}lessons/mapping/"
    visit = Visit(path, "light", "wide")
    listen(page, visit)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server}{path}")
    yield page
    assert not visit.messages
    assert all(url.startswith(server) for url in visit.requests)


def walk(page, order):
    """Choose the order, then press for one step after another; the number of each."""
    page.check(f"weight-stepper input[data-order='{order}']")
    for number in range(len(STEPS[order])):
        if number:
            page.click("[data-do=next]")
        yield number
    assert page.get_attribute("[data-do=next]", "aria-disabled") == "true"


def cells(page):
    """Of each cell: where the grid says it stands, what it shows and what is read out."""
    return page.eval_on_selector_all(
        "weight-stepper [role=gridcell]",
        "nodes => nodes.map(n => [n.dataset.at, n.textContent, n.getAttribute('aria-label'), "
        "n.dataset.channel])",
    )


def said(page):
    return page.inner_text("weight-stepper [data-live]")


def numbers(text):
    return tuple(map(int, re.findall(r"\d+", text)))


@pytest.mark.parametrize("order", STEPS)
def test_every_weight_at_every_step_stands_where_numpy_puts_it(stepper, order):
    for number in walk(stepper, order):
        array = STEPS[order][number]
        shown = {numbers(at): rest for at, *rest in cells(stepper)}
        assert set(shown) == set(np.ndindex(array.shape))
        for at, (value, heard, channel) in shown.items():
            assert int(value) == array[at]
            assert numbers(heard) == (*at, array[at])
            flat = int(np.argwhere(W_dense == int(value))[0, 0])
            place = dict(zip(order.split(","), np.unravel_index(flat, SHAPES[order]), strict=True))
            assert int(channel) == place["C"]


@pytest.mark.parametrize("order", STEPS)
def test_any_weight_can_be_followed_all_the_way(stepper, words, order):
    """The way and the sentence of each of the 150, against NumPy; no gap where a word belongs."""
    for number in walk(stepper, order):
        told = stepper.evaluate(
            """() => {
                const element = document.querySelector("weight-stepper")
                return element.grid.cells.map(cell => {
                    element.follow(cell)
                    return [cell.textContent, element.querySelector("[data-live]").textContent,
                        [...element.querySelectorAll("[data-path] li")].map(li => li.textContent)]
                })
            }"""
        )
        assert len({sentence for _, sentence, _ in told}) == 150
        for weight, sentence, way in told:
            assert not re.search(r"undefined|NaN|null|[{}]", sentence)
            assert len(way) == len(STEPS[order])
            for line, array in zip(way, STEPS[order], strict=True):
                place = tuple(map(int, np.argwhere(array == int(weight))[0]))
                assert line.endswith(f" {array.shape} {list(place)}")
            if number in (0, len(STEPS[order]) - 1):
                assert f" = {weight} " in sentence
            sums = re.findall(r" (\d+) = ([\d ×+]+\d)", sentence)
            assert sums or number
            for flat, sum_ in sums:
                assert eval(sum_.replace("×", "*")) == int(flat) == int(weight) // 2
            axes = AXES[words.language]
            if named := re.search(r"\w+ \d+, \w+ \d+, \w+ \d+", sentence):
                names = dict(re.findall(rf"({'|'.join(axes.values())}) (\d+)", named[0]))
                place = np.unravel_index(int(weight) // 2, SHAPES[order])
                expected = zip((axes[axis] for axis in order.split(",")), place, strict=True)
                assert {name: int(index) for name, index in names.items()} == dict(expected)


def test_it_opens_on_keras_default_and_says_the_page_s_numbers(stepper):
    """The weight followed at first is that of the block below it, in both orders."""
    record = stepper.locator(".highlight", has_text="[3, 4, 2, 0]").last.text_content()
    lines = re.findall(r"^  (\S.*?) +(\[.+\])$", record, re.M)
    assert len(lines) == 6
    shown = []
    assert stepper.locator("weight-stepper input:checked").get_attribute("data-order") == "H,W,C"
    for order in STEPS:
        stepper.check(f"weight-stepper input[data-order='{order}']")
        array = np.zeros((75, 2))
        for line in stepper.locator("[data-path] li").all():
            step, shape, place = line.locator("code, span").all_inner_texts()
            array = array if step == "W_dense" else eval(f"array{step}")
            assert shape == str(array.shape)
            shown.append((step, place))
    assert shown == lines
    assert stepper.locator(".is-here").all_inner_texts() == ["118"]


def test_forward_and_back_with_the_keyboard_keeps_focus_and_weight(stepper):
    stepper.check("weight-stepper input[data-order='C,H,W']")
    stepper.focus("weight-stepper [role=gridcell][tabindex='0']")
    at = lambda: stepper.evaluate("document.activeElement.dataset.at")  # noqa: E731
    for key, place in [
        ("Home", "59,0"),
        ("ArrowUp", "58,0"),
        ("ArrowRight", "58,1"),
        ("ArrowRight", "58,1"),
        ("Control+End", "74,1"),
        ("ArrowUp", "73,1"),
    ]:
        stepper.keyboard.press(key)
        assert at() == place
    assert said(stepper).startswith("W_dense[73, 1] = 147 ")
    stepper.focus("[data-do=next]")
    for _ in range(5):  # more than there are: the button stays, and does nothing
        stepper.keyboard.press("Enter")
    assert stepper.evaluate("document.activeElement.dataset.do") == "next"
    assert "kernel[4, 3, 2, 1] = 147" in said(stepper)
    assert stepper.locator("[aria-current=step]").inner_text().startswith(".transpose")
    assert stepper.locator("weight-stepper [tabindex='0'][role=gridcell]").count() == 1
    stepper.focus("[data-at='4,2,2,1']")
    stepper.keyboard.press("ArrowRight")  # from one little table into the next
    assert at() == "4,3,2,0"
    stepper.click("[data-do=back]")
    assert stepper.locator(".is-here").get_attribute("data-at") == "0,2,4,3"
    stepper.click("[data-at='1,0,0,0']")
    assert stepper.locator(".is-here").all_inner_texts() == ["1"]
    assert stepper.locator("[data-live]").get_attribute("aria-live") == "polite"


def test_weights_move_only_for_those_who_want_it(stepper):
    moving = "document.querySelector('weight-stepper').getAnimations({ subtree: true }).length"
    stepper.click("[data-do=next]")
    assert stepper.evaluate(moving) == 0
    stepper.emulate_media(reduced_motion="no-preference")
    stepper.click("[data-do=back]")
    assert stepper.evaluate(moving) == 150


def test_targets_are_large_enough_and_nothing_moves(stepper):
    for width in (1280, 1000, 760, 390, 360, 320):
        stepper.set_viewport_size({"width": width, "height": 800})
        heights = set()
        for order in STEPS:
            for _ in walk(stepper, order):
                assert not stepper.eval_on_selector_all(*SMALL_OR_OUTSIDE), width
                assert stepper.evaluate("document.documentElement.scrollWidth") <= width
                heights.add(stepper.evaluate(HEIGHTS))
        assert len(heights) == 1, width


@pytest.mark.parametrize(("scheme", "order"), [*zip(("light", "dark"), STEPS, strict=True)])
def test_no_accessibility_rule_is_broken_at_any_step(stepper, scheme, order):
    stepper.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for _ in walk(stepper, order):
        assert not broken_rules(stepper, "weight-stepper")


def test_without_javascript_the_figure_stands_there(browser, server, words):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}{folder(words.language)}lessons/mapping/")
    assert not page.locator("weight-stepper").is_visible()
    assert page.locator(".dtc noscript").inner_text() == words.of("noscript")
    assert page.locator("img[src$='index_flow.svg']").is_visible()
    context.close()
