"""Workflows run only code that is named in full: actions by commit, packages by version."""

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
        assert "--require-hashes -r requirements.txt" in words or re.search(r"==[\d.]+", words)
    assert re.search(r"^permissions:\n  contents: read$", text, re.MULTILINE)
