"""A translation that no longer says what its original says is named, with the command to follow."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.faults.fault import is_clear
from tests.project import ROOT

STRUCTURE = {  # in one page each: what is changed in the translation, to what
    "a block": ("lessons/mapping.md", '```text title="Saída"', '```python title="Saída"'),
    "an include": ("lessons/flatten.md", '--8<-- "flatten/', '--8<-- "mapping/'),
    "a section": ("lessons/kernels.md", "\n## ", "\n"),
    "a heading id": ("lessons/formats.md", "{ #", "{ #outro-"),
    "a figure": ("scanning/larger.md", ".svg)", "-2.svg)"),
    "a link": ("recipes/several.md", ".md)", ".md#nada)"),
    "inline code": ("recipes/softmax.md", "`activation=", "`activations="),
}
STALE = {  # in the original
    "a sentence": ("recipes/layout.md", lambda t: t + "\nOne more.\n"),
    "a title": ("recipes/inverse.md", lambda t: t.replace("title: ", "title: Why ", 1)),
    "a page": ("recipes/new.md", lambda t: "# New { #new }\n"),
    "words of a widget": ("templates/explorer.html", lambda t: t + "<p>More</p>\n"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The project's pages and what looks after them, each of the faults planted in its page."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("docs", "tools", "tests", "hooks", "runner", "inpage"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "mkdocs.pt-BR.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    for page, old, new in STRUCTURE.values():
        path = folder / "docs" / "pt-BR" / page
        text = path.read_text(encoding="utf-8")
        head, mark, body = text.partition("\n---\n")
        assert old in body, page
        path.write_text(head + mark + body.replace(old, new, 1), encoding="utf-8")
    for page, change in STALE.values():
        path = folder / "docs" / "en" / page
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert change(text) != text
        path.write_text(change(text), encoding="utf-8")
    return folder


def said(folder, *command):
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def tests(copy):
    return said(
        copy, "pytest", "-p", "no:xdist", "tests/site/test_translation.py", "-k", "original"
    )


@pytest.mark.xdist_group("faults-translations")
@pytest.mark.parametrize("what", STRUCTURE)
def test_a_translation_of_another_structure_is_named(tests, what):
    code, text = tests
    page = STRUCTURE[what][0]
    assert code == 1, text
    words = f"docs/pt-BR/{page} is not built like docs/en/{page}: change one of them"
    assert words in text, text
    is_clear(words)


@pytest.fixture(scope="module")
def stale(copy):
    return said(copy, "tools.translation")


@pytest.mark.xdist_group("faults-translations")
@pytest.mark.parametrize("what", STALE)
def test_a_translation_whose_original_has_changed_is_named(stale, what):
    page = STALE[what][0]
    assert stale[0] == 1
    assert f"docs/pt-BR/{page}: docs/en/{page} has changed since." in stale[1]
    assert f"python -m tools.translation --stamp {page}" in stale[1]
    assert stale[1].count("\n") == len(STALE)
    for line in stale[1].splitlines():
        is_clear(line)


@pytest.mark.xdist_group("faults-translations")
def test_a_stamp_for_no_page_is_refused(copy):
    for pages in ([], ["recipes/nowhere.md"]):
        code, text = said(copy, "tools.translation", "--stamp", *pages)
        assert code == 2
        assert "name pages as docs/en/ has them" in text
