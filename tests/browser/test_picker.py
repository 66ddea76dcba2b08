"""The case picker on its pages, in each language: what one chooses, types, copies and hears."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from tests import picker
from tests.browser.conftest import Visit, broken_rules, listen
from tests.browser.words import LANGUAGES, Words, folder

PAGES = ["", "recipes/cases/"]
BAD = {  # what is typed, and which sentence says what is wrong with it
    "": "empty",
    "0": "small",
    "-3": "small",
    "2.5": "whole",
    "1,000": "whole",
    "four": "text",
    "1e3": "text",
    "<b>4": "text",
    "999999999999": "huge",
}
THOUSANDS = {"en": ",", "pt-BR": "."}
# Drive the form as a reader does, and read what stands there.
DRIVE = """states => states.map(([choices, sizes]) => {
    const element = document.querySelector("case-picker")
    for (const [name, value] of Object.entries(choices)) {
        const own = name === "case" ? "version" : name
        element.querySelector(`input[name=${own}][value="${value}"]`).click()
    }
    for (const [name, value] of Object.entries(sizes)) {
        const input = element.querySelector(`input[name=${name}]`)
        input.value = value
        input.dispatchEvent(new Event("input", { bubbles: true }))
    }
    const text = name => element.querySelector(name).textContent
    return {
        block: text("[data-block] code"),
        own: text("[data-formula]"), general: text("[data-names]"),
        order: text("[data-order]"), note: text("[data-note]"), hash: location.hash,
        link: element.querySelector("[data-link]").hash,
        fields: [...element.querySelectorAll("[data-size]:not([hidden])")].map(l => l.dataset.size),
    }
})"""


class Tensor(np.ndarray):
    """An array that knows the words of PyTorch's formulas."""

    def view(self, *sizes):
        return self.reshape(sizes) if isinstance(sizes[0], int) else super().view(*sizes)

    def permute(self, *axes):
        return self.transpose(axes)


def drive(page, *states):
    """Set each (case, sizes) in turn; what the page then shows of it."""
    return page.evaluate(DRIVE, [[case.choices, sizes] for case, sizes in states])


@pytest.fixture(params=LANGUAGES)
def words(request):
    return Words(request.param, "picker")


@pytest.fixture(params=PAGES, ids=["home", "cases"])
def front(page, server, request, words):
    """A page with the picker, and at its end a look at console and network."""
    path = folder(words.language) + request.param
    visit = Visit(path, "light", "wide")
    listen(page, visit)
    page.goto(server + path)
    page.visit = visit
    yield page
    assert not visit.messages
    assert all(url.startswith((server, "data:")) for url in visit.requests)


@pytest.fixture
def cases(page, server):
    page.goto(f"{server}recipes/cases/")
    return page


def shown(page):
    return page.inner_text("[data-block] code")


def test_every_combination_gives_the_block_that_the_tests_execute(front, words):
    """To the character, at every size; the formula with numbers is the formula with names."""
    for (case, sizes), told in zip(picker.EVERY, drive(front, *picker.EVERY), strict=True):
        assert told["block"] == picker.block(case, sizes), case
        assert set(told["fields"]) == set(sizes)
        assert told["hash"] == told["link"]
        dense = np.arange(np.prod([*sizes.values()])).reshape(-1, sizes["OUT"])
        weight = dense.T.view(Tensor)
        names = {"W_dense": dense, "in_map_order": dense}
        names |= {"weight": weight, "linear": SimpleNamespace(weight=weight)}
        own, general = eval(told["own"], names), eval(told["general"], names | sizes)
        assert own.shape == general.shape
        assert (own == general).all()
        assert not re.search(r"[A-Z]{1,8}\b", told["own"].replace("W_dense", "").replace(".T.", ""))
        assert told["order"] == words.say(picker.slug(case.order))
        if case.order in ("H,W,C", "C,H,W", "W,C,H"):
            assert f" {case.order}:" in told["order"]
        old = case.version == "Keras to 2.1" and case.way != "Dense"
        assert told["note"] == (words.say("keras-to-2-1") if old else "")


def test_an_answer_can_be_linked(cases, server, browser):
    """Each link opens in the state that it was taken from, also in another browser."""
    links = [told["link"] for told in drive(cases, *picker.EVERY)]
    links = dict(zip(links, picker.EVERY, strict=True))
    assert len(links) == len(picker.EVERY)
    for link, (case, sizes) in list(links.items())[::3]:
        cases.evaluate("link => { location.hash = link }", link)
        cases.wait_for_function(
            "text => document.querySelector('[data-block] code').textContent === text",
            arg=picker.block(case, sizes),
        )
    context = browser.new_context()
    for link, (case, sizes) in [list(links.items())[n] for n in (1, 40, -1)]:
        for page in PAGES:
            tab = context.new_page()
            tab.goto(server + page + link)
            assert shown(tab).strip() == picker.block(case, sizes).strip()
            box = tab.locator("case-picker").bounding_box()
            assert 40 < box["y"] < 300  # in sight, and not under the header
            tab.close()
    context.close()


def test_back_and_forward_undo_and_redo_choices(front):
    start = shown(front)
    front.check("input[name=map][value=channels_first]")
    second = shown(front)
    front.fill("input[name=H]", "1")
    front.fill("input[name=H]", "17")  # typing is no step of its own
    third = shown(front)
    front.check("input[name=way][value=permute]")
    fourth = shown(front)
    assert len({start, second, third, fourth}) == 4
    front.go_back()
    assert shown(front) == third
    front.go_back()
    assert shown(front) == start
    assert front.is_checked("input[name=map][value=channels_last]")
    assert "#" not in front.url
    front.go_forward()
    front.go_forward()
    assert shown(front) == fourth
    front.evaluate("location.hash = '#next'")  # a heading's link leaves the choice alone
    assert shown(front) == fourth


def test_a_choice_that_another_version_lacks_falls_back_to_the_first(front):
    front.check("input[value=flatten-set-to-channels_first]")
    front.check("input[value=keras-to-2-1]")
    assert front.is_checked("input[name=way][value=flatten]")
    front.check("input[value=reshape-1]")
    front.check("input[value=keras-2-2]")
    assert front.is_checked("input[name=way][value=reshape-1]")


def test_a_bad_size_gets_a_sentence_and_no_formula(page, server, words):
    page.goto(f"{server}{folder(words.language)}recipes/cases/")
    large = {"weights": "39,999,999,999,960", "most": "250,000,000"}
    large = {name: n.replace(",", THOUSANDS[words.language]) for name, n in large.items()}
    for value, wrong in BAD.items():
        names = {"label": words.of("label", 'data-size="H"'), "value": value}
        sentence = words.say(wrong, **names, **large)
        (before,) = drive(page, (picker.CASES[0], {"C": 2, "W": 4, "OUT": 5, "H": 3}))
        page.fill("input[name=H]", value)
        assert page.inner_text("[data-wrong]") == sentence
        for hidden in ("[data-formula]", "[data-block]", ".picker-keep"):
            assert not page.locator(hidden).is_visible()
        invalid = page.locator("input[name=H][aria-invalid=true]").count()
        assert invalid == (wrong != "huge")
        assert page.evaluate("location.hash") == before["hash"]
        page.fill("input[name=H]", "7")
        assert page.inner_text("[data-formula]") == "W_dense.reshape(7, 4, 2, 5)"
        assert not page.inner_text("[data-wrong]")
        page.evaluate("to => { location.hash = to }", before["hash"].replace("H=3", f"H={value}"))
        page.wait_for_function(
            "text => document.querySelector('[data-wrong]').textContent === text", arg=sentence
        )


def test_a_link_that_nobody_made_opens_the_first_case(page, server):
    page.goto(f"{server}#case=lasagne&map=<b>&way=%00&C=2&OUT=5")
    first = picker.CASES[0]
    sizes = {"C": 2, "H": 3, "W": 4, "OUT": 5}
    assert shown(page).strip() == picker.block(first, sizes).strip()


def test_keyboard_and_names(front, words):
    """Arrows choose; every control has a name, its group a question; the answer is announced."""
    front.focus("input[name=map][value=channels_last]")
    front.keyboard.press("ArrowDown")
    assert front.is_checked("input[name=map][value=channels_first]")
    assert front.evaluate("document.activeElement.value") == "channels_first"
    front.keyboard.press("Tab")
    assert front.evaluate("document.activeElement.name") == "way"
    front.keyboard.press("Tab")
    assert front.evaluate("document.activeElement.name") == "C"
    front.keyboard.press("Control+a")
    front.keyboard.type("11")
    status = front.get_by_role("status").first
    assert "W_dense.T.reshape(5, 11, 3, 4)" in status.inner_text()
    for field in ("version", "map", "way"):
        group = words.of("fieldset", f'data-choose="{field}"')
        assert front.get_by_role("group", name=group, exact=True).count() == 1
    for size in ("C", "H", "W", "OUT"):
        label = words.of("label", f'data-size="{size}"')
        assert front.get_by_role("textbox", name=label, exact=True).is_visible()
    assert front.get_by_role("radio", name=words.word("keras-to-2-1")).count() == 1
    assert front.get_by_role("radio", name='Flatten("channels_first")').count() == 1


def test_copy_gives_the_block(browser, server, words):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(server + folder(words.language))
    page.check("input[value=channels_first]")
    page.fill("input[name=C]", "9")
    page.click("[data-do=copy]")
    page.wait_for_function("document.querySelector('[data-copied]').textContent")
    copied = page.evaluate("navigator.clipboard.readText()")
    case = next(c for c in picker.CASES if c.map == "channels_first")
    assert copied.replace("\r\n", "\n") == picker.block(case, {"C": 9, "H": 3, "W": 4, "OUT": 5})
    assert page.inner_text("[data-copied]") == words.say("copied")
    context.close()


def test_without_javascript_a_sentence_leads_to_the_tables(browser, server, words):
    page = browser.new_page(java_script_enabled=False)
    for path in PAGES:
        page.goto(server + folder(words.language) + path)
        assert not page.locator(".picker").is_visible()
        assert page.inner_text(".picker + noscript a") in words.of("noscript").replace("*", "")
        page.click(".picker + noscript a")
        assert page.url.endswith(f"/{folder(words.language)}recipes/cases/#table")
    page.close()


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (760, "dark"), (390, "dark"), (320, "light")]
)
def test_it_fits_and_breaks_no_rule_in_any_state(browser, server, words, width, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(server + folder(words.language))
    large = {"C": 512, "H": 7, "W": 7, "OUT": 4096, "FEATURES": 4096}
    for case in [c for c in picker.CASES if c.map == "channels_first"][3:]:
        some = {name: large[name] for name in picker.sizes(case)[0]}
        drive(page, (case, some))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.eval_on_selector_all(
            "case-picker :is(label:not([hidden]), button, input[type=text], [data-link])",
            """nodes => nodes.filter(node => node.checkVisibility()).filter(node => {
                const { height, left, right } = node.getBoundingClientRect()
                const frame = document.querySelector(".picker").getBoundingClientRect()
                return height < 23.99 || left < frame.left || right > frame.right
            }).map(node => node.outerHTML)""",
        )
        assert not small
    assert not broken_rules(page)
    page.fill("input[name=OUT]", "none")
    page.wait_for_timeout(300)  # the page has moved: the header may fade
    page.evaluate("Promise.all(document.getAnimations().map(one => one.finished)).then(() => {})")
    assert not broken_rules(page)
    context.close()


def test_more_frameworks_are_more_rows(page):
    """A row, a line and a snippet of a framework that is not here yet give its block."""
    for name in ("widgets", "picker"):
        page.add_script_tag(path=picker.SNIPPETS.parent / f"theme/assets/{name}.js")
    case = replace(picker.CASES[0], version="Torch 2", file="torch", way="flatten", order="C,H,W")
    text = "Torch 2 | channels_last | flatten | C,H,W | torch\n"
    text += "torch | C,H,W | kernel = weight.view(OUT, C, H, W)\n"
    code = '"""Old."""\n\nC, H, W, OUT = 2, 3, 4, 5\nkernel = None\n'
    made = page.evaluate(
        """([text, code]) => {
            const rules = new (customElements.get("case-picker").Rules)(text, { torch: code })
            const one = rules.find({ version: "torch-2", map: "channels_last", way: "flatten" })
            const sizes = { C: 6, H: 7, W: 8, OUT: 9 }
            return [rules.block(one, sizes), rules.formula(one, sizes).own]
        }""",
        [text, code],
    )
    assert made == [
        f'"""Torch 2, {case.map}, flatten: C,H,W."""\n\nC, H, W, OUT = 6, 7, 8, 9\n'
        "kernel = weight.view(OUT, C, H, W)\n",
        "weight.view(9, 6, 7, 8)",
    ]
