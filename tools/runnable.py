"""Which blocks run in a page: runs each in Chromium, in the worker that readers get.

Usage: python -m tools.runnable [--record] [SNIPPET ...]

A snippet that prints its record there, to the character, gets a Run button. `--record` writes
which do, and why the others do not; a reason that stands there already is kept, for a person may
have said it better.
"""

import contextlib
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
from playwright.sync_api import Browser, BrowserContext, Page

from hooks.inpage import runnable
from hooks.inpage.files import shipped
from runner.snippet import Snippet, find
from runner.telling import ended
from tools.browser import headless, serving

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = "lessons/notebook.py"
PACKAGES = {
    "flax": "Flax",
    "jax": "JAX",
    "mtcnn": "MTCNN",
    "onnx": "ONNX",
    "onnxruntime": "ONNX Runtime",
    "tensorflow": "TensorFlow",
    "torch": "PyTorch",
    "transformers": "Transformers",
}
OTHERWISE = "it prints something else there"
RUN = """([code, title, space]) => {
    const heard = { out: "", err: "" }
    const hear = ({ out = "", err = "" }) => { heard.out += out; heard.err += err }
    return python.run({ code, title, space }, hear).done.then(ended => ({ ...ended, ...heard }))
}"""
OPEN = """async () => {
    const { Python } = await import("/assets/run/python.js")
    window.python = new Python("/assets/python/")
}"""


@dataclass(frozen=True)
class Told:
    """What became of a run in the page."""

    out: str
    err: str
    error: str  # empty if it ran to its end
    figures: list[str]
    seconds: float


def run(page: Page, code: str, title: str, space: str = "") -> Told:
    """Run `code` in a page that `python_in_a_page` has opened."""
    told: dict[str, Any] = page.evaluate(RUN, [code, title, space])
    done = told.get("done") or {}
    error = done.get("error") or ("" if done else str(told))
    seconds = done.get("seconds", 0.0)
    return Told(told["out"], told["err"], error, done.get("figures", []), seconds)


@contextlib.contextmanager
def python_on_a_server(project: Path = ROOT) -> Iterator[str]:
    """Address of a page that can run blocks: the site's own files, and nothing of its pages."""
    files = shipped(project)
    if files is None:
        raise SystemExit("Pyodide is not here: make pyodide brings it")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        shutil.copytree(project / "theme" / "assets" / "run", folder / "assets" / "run")
        files.put(folder / "assets" / "python")
        (folder / "index.html").write_text("<!doctype html><title>Python</title>", encoding="utf-8")
        with serving(folder) as address:
            yield address


@contextlib.contextmanager
def python_in_a_page(project: Path = ROOT) -> Iterator[Page]:
    """Such a page, open in Chromium."""
    with python_on_a_server(project) as address, headless() as browser:
        yield opened(browser, address)


def opened(browser: Browser | BrowserContext, address: str) -> Page:
    page = browser.new_page()
    page.goto(address)
    page.evaluate(OPEN)
    return page


def outcome(snippet: Snippet, told: Told) -> str:
    """Why the snippet gets no Run button; empty if it gets one."""
    if missing := re.search(r"No module named '(\w+)", told.error):
        return f"it needs {PACKAGES.get(missing[1], missing[1])}"
    if missing := re.search(r"This requires the (\w+) module", told.error):
        return f"Keras on NumPy needs {missing[1]} for it"
    if "late" in told.error:
        return "it takes longer than a minute there"
    if "not implemented for NumPy" in told.error:
        return "it trains, which Keras on NumPy cannot"
    if told.error:
        return "it ends with an error there: " + told.error.splitlines()[-1][:80]
    record = snippet.text_record
    expected = record.read_text("utf-8") if record.exists() else ""
    drawn = len(told.figures) == snippet.figure_record.exists()
    return "" if told.out == expected and not told.err and drawn else OTHERWISE


def notebook(page: Page, project: Path = ROOT) -> dict[str, str]:
    """The same of the notebook's cells, "lessons/notebook.py 3" being the third one with code.

    They run in order and share their names; a cell prints what stands in the record under the line
    that opens it.
    """
    path = project / "docs" / "en" / NOTEBOOK
    record = path.with_suffix(".txt").read_text("utf-8")
    found = {}
    cells = [cell for cell in jupytext.read(path).cells if cell.cell_type == "code"]
    for number, cell in enumerate(cells, start=1):
        told = run(page, cell.source, f"cell {number}", NOTEBOOK)
        first = cell.source.partition("\n")[0]
        _, _, rest = record.partition(f"# %% {first}\n")
        expected = rest.partition("\n# %% ")[0].rstrip("\n")
        record = rest or record
        same = told.out.rstrip("\n") == expected and not told.error
        found[f"{NOTEBOOK} {number}"] = "" if same else told.error or OTHERWISE
    return found


def survey(page: Page, snippets: list[Snippet], say: Any = print) -> dict[str, str]:
    """Why each snippet does not run in the page, by its title; an empty text if it does."""
    found = {}
    for snippet in snippets:
        told = run(page, snippet.source, snippet.title)
        found[snippet.title] = outcome(snippet, told)
        say(f"{told.seconds:6.2f} s  {snippet.title}  {found[snippet.title]}")
        if found[snippet.title] == OTHERWISE:
            say(json.dumps([told.out[-400:], told.err[-300:], len(told.figures)]))
    return found


def main(arguments: list[str]) -> int:
    """Exit code: 0, or 2 for an option that there is not."""
    if unknown := {a for a in arguments if a.startswith("--")} - {"--record"}:
        print(f"{min(unknown)}: no such option\n{__doc__}", file=sys.stderr)
        return 2
    paths = [Path(a) for a in arguments if not a.startswith("--")]
    known = runnable.read(ROOT)
    with python_in_a_page() as page:
        snippets = [path for path in paths if path.resolve() != ROOT / "docs" / "en" / NOTEBOOK]
        found = survey(page, find(ROOT, snippets or None) if snippets or not paths else [])
        if not paths or ROOT / "docs" / "en" / NOTEBOOK in [path.resolve() for path in paths]:
            found |= notebook(page)
    found = {name: why and (known.get(name) or why) for name, why in found.items()}
    print(f"{sum(not why for why in found.values())} of {len(found)} run in the page")
    if "--record" in arguments:
        runnable.write(ROOT, {**(known if paths else {}), **found})
    return 0


if __name__ == "__main__":
    sys.exit(ended(lambda: main(sys.argv[1:]), "nothing was recorded"))
