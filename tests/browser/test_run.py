"""Run and Edit on the pages, under the policy that `_headers` gives a host that reads it."""

import base64
import contextlib
import json
import random
import textwrap
import zlib

import pytest

from tests.browser.conftest import MAPPING, broken_rules
from tests.browser.pressing import (
    FORGET,
    LONG,
    block,
    editor,
    ended,
    press_run,
    start,
    status,
    written,
)
from tests.browser.words import LANGUAGES
from tests.project import ROOT
from tools.browser import WIDTHS

LOOP = "print('before', flush=True)\nwhile True:\n    pass"
FAULTS = {
    "size = 5\nraise ValueError('no such size')": "line 2, in <module>\n    raise ValueError('no",
    "def f(:\n    pass": "SyntaxError",
    "answer = input('size? ')": "input() has nobody to ask here",
    "import torch": "torch is not among what this page can load",
    "print('x' * 5_000_000)": "It prints more than 1,000,000 characters.",
    "for i in range(1_000_000):\n    print(i)": "It prints more than 1,000,000 characters.",
    "raise SystemExit(3)": "It exited with 3.",
    "import js\nawait js.fetch('https://example.org/')": "SyntaxError",
}
JUDGED = [("en", "light"), ("en", "dark"), ("pt-BR", "dark")]  # by axe
pytestmark = pytest.mark.xdist_group("run")


@pytest.fixture(params=LANGUAGES)
def spoken(request, kept_in):
    """A kept page of a language, and the words that runs have there."""
    path = ROOT / "theme" / "assets" / "run" / f"words.{request.param}.json"
    return kept_in(request.param), json.loads(path.read_text(encoding="utf-8"))


def test_unedited_it_prints_what_is_published(spoken):
    page, words = spoken
    assert press_run(page) == "same"
    assert status(page).startswith(words["same"].partition("{")[0])
    published = block(page).locator("+ .language-text code").inner_text()
    assert page.locator(".run-result code").first.inner_text().strip() == published.strip()
    assert words["numpy"] in page.inner_text(".run-result")


def test_an_edit_shows_the_difference(spoken):
    page, words = spoken
    code = block(page).locator("code").first.text_content()
    assert press_run(page, f"{code}\nprint('one more line')\n") == "edited"
    assert status(page).startswith(words["edited"].partition("(")[0])
    assert page.locator(".run-result ins").all_inner_texts() == ["+ one more line\n"]
    assert page.locator(".run-result del").count() == 0
    assert press_run(page, f"{code}\n# a remark\n") == "edited-same"


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_told_and_the_next_run_works(kept, code):
    assert press_run(kept, code) == "failed"
    said = kept.inner_text(".run-result .run-error")
    assert FAULTS[code] in said
    assert "session.py" not in said
    assert len(kept.inner_text(".run-result")) < 120_000
    assert press_run(kept, "print(6 * 7)") == "edited"
    assert "42" in kept.inner_text(".run-result ins")


def test_python_in_the_page_asks_no_other_site(kept):
    code = """
from js import fetch, location
from pyodide.ffi import run_sync
print([getattr(__import__("js"), n, None) for n in ("XMLHttpRequest", "WebSocket")])
fetch("https://example.org/").catch(lambda error: None)
"""
    assert press_run(kept, code) == "edited"
    assert "None, None" in kept.inner_text(".run-result")


@pytest.mark.parametrize(("spoken", "scheme"), JUDGED, indirect=["spoken"])
def test_no_accessibility_rule_is_broken_with_results_shown(spoken, scheme):
    page, words = spoken
    page.emulate_media(color_scheme=scheme)
    press_run(page, "print(1)")
    assert broken_rules(page, ".md-content") == []
    assert press_run(page, "1 / 0") == "failed"
    assert status(page) == words["failed"]
    assert broken_rules(page, ".md-content") == []


def test_reset_brings_the_block_back(kept):
    press_run(kept, "print('edited')")
    assert "run=" in kept.evaluate("location.hash")
    kept.click(".run-doing button:has-text('Reset')")
    assert kept.locator(".run-editor").count() == 0
    assert kept.locator(".run-panel").count() == 0
    assert block(kept).locator("pre").is_visible()
    assert kept.evaluate("location.hash") == ""
    assert (
        block(kept)
        .locator(".run-bar button")
        .first.evaluate("node => node === document.activeElement")
    )


def test_an_endless_loop_is_stopped_and_the_next_run_works(kept):
    start(kept, LOOP)
    stop = kept.locator(".run-doing button:has-text('Stop')")
    stop.wait_for(timeout=LONG)
    stop.click()
    assert status(kept).startswith("Stopped.")
    assert press_run(kept, "print(6 * 7)") == "edited"


def test_a_figure_and_a_long_line_fit_a_phone_in_the_dark(kept):
    across, down = WIDTHS["phone"]
    before = kept.viewport_size
    kept.set_viewport_size({"width": across, "height": down})
    kept.emulate_media(color_scheme="dark")
    code = "print('x' * 300)\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])"
    assert press_run(kept, code) == "edited"
    figure = kept.locator(".run-figure")
    assert figure.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    assert "x" * 300 in kept.inner_text(".run-result ins")
    assert kept.evaluate("document.documentElement.scrollWidth") <= across
    edge = figure.bounding_box()
    assert edge["x"] >= 0
    assert edge["x"] + edge["width"] <= across
    assert broken_rules(kept, ".md-content") == []
    kept.set_viewport_size(before)


def test_edited_code_can_be_copied_and_linked_and_a_link_runs_nothing(kept, headed, browser):
    code = "print('é', 1 + 1)\n"
    kept.context.grant_permissions(["clipboard-read", "clipboard-write"])
    block(kept).locator(".run-bar button").nth(1).click()
    editor(kept).fill(code)
    copied = "navigator.clipboard.readText()"
    kept.click(".run-doing button:has-text('Copy')")
    kept.get_by_text("Copied.").wait_for()
    assert kept.evaluate(copied) == code
    kept.click(".run-doing button:has-text('Link')")
    kept.wait_for_function("location.hash.includes('run=')")
    address = kept.evaluate("location.href")
    kept.wait_for_function(f"{copied}.then(text => text === location.href)")
    kept.click(".run-doing button:has-text('Run')")
    assert ended(kept) == "edited"
    assert kept.evaluate("location.href") == address  # a run keeps it there too
    with contextlib.closing(browser.new_context()) as context:
        tab = context.new_page()
        asked = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(address)
        tab.locator(".run-editor").wait_for()
        assert written(tab) == code
        assert not [url for url in asked if "/assets/python/" in url]
        assert tab.locator("[data-verdict]").count() == 0


def test_long_code_runs_and_can_be_linked(kept):
    """Of 270 kB, which compress to 200, from an address made here."""
    letters = base64.b64encode(random.Random(0).randbytes(200_000)).decode()
    code = "print(6 * 7)\n# " + "\n# ".join(textwrap.wrap(letters, 90))
    packed = base64.urlsafe_b64encode(zlib.compress(code.encode(), wbits=-15)).decode().rstrip("=")
    kept.context.grant_permissions(["clipboard-read", "clipboard-write"])
    name = block(kept).get_attribute("data-run")
    kept.evaluate("hash => { location.hash = hash }", f"run={name}&code={packed}")
    editor(kept).get_by_text("print(6 * 7)").wait_for()
    kept.evaluate(FORGET)
    kept.click(".run-doing button:has-text('Run')")
    assert ended(kept) == "edited"
    kept.click(".run-doing button:has-text('Link')")
    kept.get_by_text("Copied.").wait_for()
    assert len(kept.evaluate("location.hash")) > 200_000
    kept.click(".run-doing button:has-text('Reset')")


def test_where_no_address_can_hold_the_code_it_runs_all_the_same(kept):
    """A browser from before 2023 does not compress in this way."""
    kept.evaluate("() => { [self.had, self.CompressionStream] = [CompressionStream] }")
    assert press_run(kept, "print(6 * 7)") == "edited"
    kept.click(".run-doing button:has-text('Link')")
    kept.get_by_text("The browser does not keep this code in an address").wait_for()
    kept.evaluate("() => { self.CompressionStream = self.had }")


@pytest.mark.parametrize(
    ("code", "seconds", "verdict", "said"),
    [
        (LOOP, 61, "late", "Ended after 60 seconds."),
        (None, 121, "lost", "Python could not be loaded."),
    ],
    ids=["a run", "a load"],
)
def test_what_takes_too_long_is_ended(fresh, headed, code, seconds, verdict, said):
    fresh.clock.install()
    fresh.goto(headed + MAPPING)
    if code is None:
        fresh.route("**/pyodide.asm.wasm", lambda route: None)  # it never comes
    start(fresh, code)
    going = ".run-doing button:has-text('Stop')" if code else ".run-panel progress:visible"
    fresh.locator(going).wait_for(timeout=LONG)
    fresh.clock.fast_forward(seconds * 1000)
    assert ended(fresh) == verdict
    assert status(fresh).startswith(said)
    fresh.unroute_all()
    assert press_run(fresh, "print(6 * 7)") == "edited"


def test_loading_can_be_cancelled_and_what_was_loaded_is_kept(fresh):
    held = []
    fresh.route("**/pyodide.asm.wasm", lambda route: held.append(route))
    start(fresh)
    fresh.locator(".run-panel progress:visible").wait_for()
    fresh.click(".run-doing button:has-text('Cancel')")
    assert status(fresh).startswith("Stopped.")
    fresh.unroute("**/pyodide.asm.wasm")
    assert press_run(fresh) == "same"
    asked = []
    fresh.on("request", lambda request: asked.append(request.url))
    start(fresh, LOOP)
    fresh.locator(".run-doing button:has-text('Stop')").click(timeout=LONG)
    assert press_run(fresh, "print(1)") == "edited"
    assert not [url for url in asked if url.endswith((".whl", ".wasm", "stdlib.zip"))]


def test_the_notebook_runs_in_order_in_one_session(fresh, headed):
    fresh.goto(f"{headed}lessons/notebook/")
    last = fresh.locator("[data-cell]:has(+ .language-text)").last
    last.locator(".run-bar button").first.click()
    fresh.locator(".run-panel[data-verdict]").wait_for(timeout=LONG)
    assert fresh.locator(".run-panel").get_attribute("data-verdict") == "same"
    fresh.locator("[data-cell]").first.locator(".run-bar button").first.click()
    fresh.locator(".run-panel[data-verdict]").nth(1).wait_for(timeout=LONG)
    assert "published output is TensorFlow’s" in fresh.locator(".run-result").first.inner_text()


def test_stop_ends_a_notebook_before_its_cell_is_reached(fresh, headed):
    fresh.goto(f"{headed}lessons/notebook/")
    first = fresh.locator("[data-cell]").first
    first.locator(".run-bar button").nth(1).click()
    editor(fresh).fill(LOOP)
    fresh.locator("[data-cell]:has(+ .language-text)").last.locator(".run-bar button").first.click()
    fresh.locator(".run-doing button:has-text('Stop')").click(timeout=LONG)
    stopped = fresh.locator(".run-panel[data-verdict=stopped]")
    stopped.wait_for()
    assert stopped.locator("[role=status]").inner_text().startswith("Stopped.")
    assert stopped.locator(".run-result").inner_text().startswith("before")


def test_the_block_of_the_case_picker_runs(fresh, headed):
    fresh.goto(f"{headed}recipes/cases/")
    fresh.check("input[name=map][value=channels_first]")
    fresh.locator(".picker-keep .run-bar button").first.click()
    fresh.locator(".run-panel[data-verdict]").wait_for(timeout=LONG)
    assert fresh.locator(".run-panel").get_attribute("data-verdict") == "done"
    assert fresh.inner_text(".run-result code").strip()
    fresh.check("input[name=map][value=channels_last]")
    assert fresh.locator(".run-panel").count() == 0
    bar = fresh.locator(".picker-keep .run-bar")
    others = fresh.locator("input[name=version]:is([value*=torch], [value*=flax], [value*=onnx])")
    values = others.evaluate_all("nodes => nodes.map(node => node.value)")
    assert len(values) >= 3
    for value in values:
        fresh.check(f"input[name=version][value={value}]")
        assert bar.is_hidden(), value
    fresh.check("input[name=version] >> nth=0")
    assert bar.is_visible()


def test_a_block_that_cannot_run_says_why(fresh, headed):
    fresh.goto(f"{headed}recipes/nhwc/")
    mark = fresh.locator(".run-why").first
    assert fresh.locator(".highlight[data-no-run] .run-bar").count() == 0
    assert "does not run in the page: it " in mark.get_attribute("aria-label")
    shown = "node => getComputedStyle(node, '::after').content"
    assert mark.evaluate(shown) in ("none", "normal")
    for show, hide in ((mark.focus, mark.blur), (mark.hover, fresh.locator("h1").hover)):
        show()
        assert "does not run in the page" in mark.evaluate(shown)
        hide()
        assert mark.evaluate(shown) in ("none", "normal")


def test_a_portuguese_page_has_the_one_python_of_the_site(fresh, headed, site):
    assert not (site / "pt-BR" / "assets" / "python").exists()
    fresh.goto(f"{headed}pt-BR/frameworks/pytorch/")
    mark = fresh.locator(".run-why").first
    assert "não roda na página: ele precisa do PyTorch" in mark.get_attribute("aria-label")
