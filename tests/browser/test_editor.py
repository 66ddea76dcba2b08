"""The editor of a block: CodeMirror under the site's policy, and the text area in its place."""

import pytest

from tests.browser.conftest import MAPPING, Visit, broken_rules, listen
from tests.browser.pressing import block, editor, written
from tools.browser import SCHEMES, WIDTHS

FILE = "**/codemirror.min.js"
FOCUSED = "node => node.getRootNode().activeElement === node"
OLD = "delete ShadowRoot.prototype.adoptedStyleSheets"
COLOURS = """(nodes) => nodes.filter(node => !node.children.length && node.textContent.trim())
    .map(node => [node.textContent, getComputedStyle(node).color])"""
pytestmark = pytest.mark.xdist_group("run")


def edit(page):
    block(page).locator(".run-bar button").nth(1).focus()
    page.keyboard.press("Enter")
    editor(page).wait_for()


def test_it_comes_with_the_first_press_of_edit(headed, page):
    visit = Visit(MAPPING, "light", "wide")
    listen(page, visit)
    page.goto(headed + MAPPING, wait_until="networkidle")
    assert not [url for url in visit.requests if "/assets/run/" in url]
    edit(page)
    assert page.locator(".run-editor .cm-content").count() == 1
    assert [url for url in visit.requests if url.endswith("codemirror.min.js")]
    assert visit.messages == []  # the policy refuses nothing
    assert written(page) == block(page).locator("code").first.text_content()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_code_has_the_colours_that_it_has_in_a_block(fresh, scheme):
    fresh.emulate_media(color_scheme=scheme)
    edit(fresh)
    # Keywords, strings, numbers, remarks, operators, punctuation: names are told apart otherwise.
    kinds = ":is(.k, .kn, .s2, .mi, .c1, .o, .p)"
    published = dict(block(fresh).locator(f"pre[hidden] code {kinds}").evaluate_all(COLOURS))
    own = dict(fresh.locator(".cm-line span").evaluate_all(COLOURS))
    both = {text: (own[text], published[text]) for text in set(published) & set(own)}
    assert [text for text, (ours, theirs) in both.items() if ours != theirs] == []
    assert len({colour for colour, _ in both.values()}) >= 4
    assert len(both) > 20
    assert broken_rules(fresh, ".md-content") == []


@pytest.mark.parametrize("kind", ["coloured", "lost", "old"])
def test_it_is_whole_with_the_keyboard(fresh, kind):
    if kind == "lost":
        fresh.route(FILE, lambda route: route.abort())
    if kind == "old":  # Safari before 16.4, Firefox before 101
        fresh.evaluate(OLD)
    edit(fresh)
    assert fresh.locator("textarea.run-editor").count() == (kind != "coloured")
    assert editor(fresh).evaluate(FOCUSED)
    assert "Code of mapping/" in editor(fresh).get_attribute("aria-label")
    editor(fresh).fill("for i in range(2):")
    fresh.keyboard.press("End")
    fresh.keyboard.press("Enter")
    fresh.keyboard.type("print(i)")  # p, n and s are Material's keys elsewhere
    assert written(fresh) == "for i in range(2):\n    print(i)"
    fresh.keyboard.press("Tab")  # leaves it
    assert written(fresh).endswith("print(i)")
    assert not editor(fresh).evaluate(FOCUSED)
    assert fresh.evaluate("document.activeElement.textContent") == "Run"
    fresh.keyboard.press("Shift+Tab")
    assert editor(fresh).evaluate(FOCUSED)
    fresh.keyboard.press("Control+Enter")
    fresh.locator(".run-panel progress:visible").wait_for()


def test_it_fits_a_phone(headed, browser):
    across, down = WIDTHS["phone"]
    context = browser.new_context(viewport={"width": across, "height": down}, has_touch=True)
    page = context.new_page()
    page.goto(headed + MAPPING)
    block(page).locator(".run-bar button").nth(1).tap()
    editor(page).wait_for()
    box = page.locator(".run-editor").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= across
    assert page.evaluate("document.documentElement.scrollWidth") <= across
    # Below 16 pixels phones zoom in on what is typed.
    assert editor(page).evaluate("node => parseFloat(getComputedStyle(node).fontSize)") >= 16
    context.close()
