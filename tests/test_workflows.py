"""Workflows run only code that is named in full: actions by commit, packages by version."""

import json
import re

import pytest

from tests.project import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
USES = re.compile(r"^\s*(?:- )?uses: (.*)$", re.MULTILINE)
PINNED = re.compile(r"([\w.-]+/[\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)")
INSTALLS = re.compile(r"pip install (.*)$|pipx run (.*)$", re.MULTILINE)


def pins(text):
    """Action, commit and version of each step that uses one; the line itself if it is no pin."""
    found = ((line, PINNED.fullmatch(line.strip())) for line in USES.findall(text))
    return [pin.groups() if pin else line for line, pin in found]


@pytest.mark.parametrize(
    ("line", "good"),
    [
        (f"- uses: actions/checkout@{'0a' * 20} # v7.0.1", True),
        (f"- uses: actions/checkout@{'0a' * 20}", False),
        ("  uses: actions/checkout@v7", False),
        ("  uses: actions/checkout@main # v7.0.1", False),
    ],
)
def test_a_pin_names_the_commit_and_its_version(line, good):
    assert [isinstance(pin, tuple) for pin in pins(line)] == [good]


def test_every_action_is_pinned_and_alike_everywhere():
    found = [pin for path in WORKFLOWS for pin in pins(path.read_text(encoding="utf-8"))]
    assert found
    assert [pin for pin in found if not isinstance(pin, tuple)] == []
    assert len({action for action, _, _ in found}) == len(set(found))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_package_is_locked_or_named_with_its_version(path):
    text = path.read_text(encoding="utf-8")
    for words in ("".join(found) for found in INSTALLS.findall(text)):
        locked = re.search(r"--require-hashes -r ([\w/]*requirements\.txt)$", words)
        assert (ROOT / locked[1]).exists() if locked else re.search(r"==[\d.]+", words)
    assert re.search(r"^permissions:\n  contents: read$", text, re.MULTILINE)


def test_all_that_is_locked_is_asked_about():
    """By the weekly audit: each lock file of Python, what Pyodide built, what the editor holds."""
    text = (ROOT / ".github/workflows/releases.yml").read_text(encoding="utf-8")
    (globs,) = re.findall(r"for lock in (.*); do", text)
    asked = {path for glob in globs.split() for path in ROOT.glob(glob)}
    tracked = [ROOT, *(ROOT / name for name in ("bench", "hooks", "inpage", "snippets", "tools"))]
    locks = {path for f in tracked for path in (*f.glob("*.txt"), *f.glob("*/*.txt"))}
    locks = {path for path in locks if "\n    --hash=" in path.read_text(encoding="utf-8")}
    assert locks - asked == {ROOT / "inpage/requirements.txt"}  # the wheel that carries Pyodide
    assert "inpage/pyodide-lock.json" in text
    assert (ROOT / re.search(r"working-directory: (.*)", text)[1] / "package-lock.json").exists()
    kinds = json.loads((ROOT / "inpage/pyodide-lock.json").read_text("utf-8"))["packages"].values()
    assert {one["name"] for one in kinds if one["package_type"] != "package"} == {"openblas"}
