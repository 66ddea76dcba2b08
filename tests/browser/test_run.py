"""Run and Edit on the pages, under the policy that `_headers` gives a host that reads it."""

import contextlib
import json
import os
import re

import pytest

from tests.browser.conftest import broken_rules
from tests.browser.pressing import LONG, block, press_run, start, status
from tools.browser import Quiet, serving

PAGE = "lessons/mapping/"
LOOP = "print('before', flush=True)\nwhile True:\n    pass"
FAULTS = {
    "raise ValueError('no such size')": "ValueError: no such size",
    "def f(:\n    pass": "SyntaxError",
    "answer = input('size? ')": "input() has nobody to ask here",
    "import torch": "torch is not among what this page can load",
    "print('x' * 5_000_000)": "It prints more than 1,000,000 characters.",
    "for i in range(1_000_000):\n    print(i)": "It prints more than 1,000,000 characters.",
    "raise SystemExit(3)": "It exited with 3.",
    "import js\nawait js.fetch('https://example.org/')": "SyntaxError",
}
EMPTY = "caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))"
pytestmark = pytest.mark.xdist_group("run")


@pytest.fixture(scope="module")
def headed(site):
    """The site from a host that sends what `_headers` says."""
    if not (site / "assets" / "python").exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "Pyodide is not here: python -m tools.pyodide brings it"
        )
    text = (site / "_headers").read_text(encoding="utf-8")
    policy = re.search(r"Content-Security-Policy: (.+)", text)[1]

    class Headed(Quiet):
        def end_headers(self):
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

    with serving(site, Headed) as address:
        yield address


@pytest.fixture(scope="module")
def kept(headed, browser):
    """One page for many runs, as a reader has it; at its end a look at what it asked for."""
    with contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        asked = []
        context.on("request", lambda request: asked.append(request.url))
        page.goto(headed + PAGE)
        yield page
        assert [url for url in asked if not url.startswith((headed, "data:"))] == []


@pytest.fixture
def fresh(headed, browser):
    with contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(headed + PAGE)
        yield page


def test_unedited_it_prints_what_is_published(kept):
    assert press_run(kept) == "same"
    assert status(kept).startswith("The same as published")
    published = block(kept).locator("+ .language-text code").inner_text()
    assert kept.locator(".run-result code").first.inner_text().strip() == published.strip()
    assert "NumPy, in your browser." in kept.inner_text(".run-result")


def test_an_edit_shows_the_difference(kept):
    code = block(kept).locator("code").first.text_content()
    assert press_run(kept, f"{code}\nprint('one more line')\n") == "edited"
    assert kept.locator(".run-result ins").all_inner_texts() == ["+ one more line\n"]
    assert kept.locator(".run-result del").count() == 0
    assert press_run(kept, f"{code}\n# a remark\n") == "edited-same"


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


def test_the_editor_is_whole_with_the_keyboard(kept):
    block(kept).locator(".run-bar button").nth(1).focus()
    kept.keyboard.press("Enter")
    editor = kept.locator(".run-editor").first
    assert editor.evaluate("node => node === document.activeElement")
    assert "Code of" in editor.get_attribute("aria-label")
    editor.fill("for i in range(2):")
    kept.keyboard.press("End")
    kept.keyboard.press("Enter")
    kept.keyboard.type("print(i)")
    assert editor.input_value() == "for i in range(2):\n    print(i)"
    kept.keyboard.press("Tab")  # leaves it
    assert editor.input_value().endswith("print(i)")
    assert not editor.evaluate("node => node === document.activeElement")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_rule_is_broken_with_results_shown(kept, scheme):
    kept.emulate_media(color_scheme=scheme)
    press_run(kept, "print(1)")
    assert broken_rules(kept, ".md-content") == []
    press_run(kept, "1 / 0")
    assert broken_rules(kept, ".md-content") == []


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


def test_a_lost_worker_is_started_anew(kept):
    press_run(kept, "print(1)")
    kept.workers[-1].evaluate("self.close()")
    assert press_run(kept, "print(6 * 7)") == "edited"


def test_a_figure_is_drawn(kept):
    code = "import matplotlib.pyplot as plt\nplt.plot([1, 2])"
    press_run(kept, code)
    figure = kept.locator(".run-figure")
    assert figure.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100


def test_edited_code_can_be_linked_and_a_link_runs_nothing(kept, headed, browser):
    code = "print('é', 1 + 1)\n"
    press_run(kept, code)
    address = kept.evaluate("location.href")
    with contextlib.closing(browser.new_context()) as context:
        tab = context.new_page()
        asked = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(address)
        tab.locator(".run-editor").wait_for()
        assert tab.input_value(".run-editor") == code
        assert not [url for url in asked if "/assets/python/" in url]
        assert tab.locator("[data-verdict]").count() == 0


def test_each_file_in_turn_that_does_not_come(fresh, site):
    manifest = json.loads((site / "assets" / "python" / "manifest.json").read_text("utf-8"))
    numpy = manifest["packages"]["numpy"]["file_name"]
    names = ["manifest.json", "worker.js", *manifest["core"], numpy]
    for name in ["block.js", *names]:
        fresh.evaluate(EMPTY)  # what came in an earlier round has been kept
        fresh.route(f"**/{name}*", lambda route: route.abort())
        if name == "block.js":
            start(fresh)
            fresh.locator(".run-lost").wait_for()
        else:
            assert press_run(fresh) == "lost", name
            assert f"{name} could not be loaded" in status(fresh)
        fresh.unroute(f"**/{name}*")
    assert press_run(fresh) == "same"
    assert fresh.locator(".run-lost").count() == 0


def test_a_file_that_was_changed_on_its_way_is_refused(fresh):
    fresh.route("**/ours.zip", lambda route: route.fulfill(body=b"something else"))
    assert press_run(fresh) == "lost"
    assert "ours.zip could not be loaded" in status(fresh)


@pytest.mark.parametrize(
    "storage",
    [
        "get() { throw new DOMException('no', 'SecurityError') }",
        "value: { keys: async () => [], open: async () => ({ match: async () => undefined, "
        "put: async () => { throw new DOMException('full', 'QuotaExceededError') } }) }",
    ],
    ids=["forbidden", "full"],
)
def test_it_runs_without_storage(fresh, site, storage):
    text = (site / "assets" / "run" / "files.js").read_text(encoding="utf-8")
    body = f"Object.defineProperty(self, 'caches', {{ {storage} }})\n{text}"
    fresh.route("**/files.js", lambda r: r.fulfill(body=body, content_type="text/javascript"))
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
    fresh.context.set_offline(False)
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
    mark.focus()
    assert "does not run in the page" in mark.evaluate(shown)


def test_a_portuguese_page_runs_on_the_one_python_of_the_site(fresh, headed, site):
    assert not (site / "pt-BR" / "assets" / "python").exists()
    fresh.goto(f"{headed}pt-BR/{PAGE}")
    fresh.locator(".run-bar button").first.click()
    fresh.get_by_text("Igual à saída publicada").first.wait_for(timeout=LONG)
    fresh.goto(f"{headed}pt-BR/frameworks/pytorch/")
    mark = fresh.locator(".run-why").first
    assert "não roda na página: ele precisa do PyTorch" in mark.get_attribute("aria-label")
