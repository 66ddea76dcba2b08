"""What a message tells somebody to do can be done: each command that it names is there."""

import ast
import importlib.util
import re

import pytest

from tests.faults import test_pages, test_records, test_snippets, test_surroundings
from tests.faults.failing import POSIX
from tests.faults.fault import is_clear
from tests.project import ROOT
from tests.told import sections

SAID = sorted(p for name in ("runner", "hooks", "tools") for p in (ROOT / name).rglob("*.py"))
MODULE = re.compile(r"python -m ([a-z_.]*[a-z_])")
TARGET = re.compile(r"(?<!cannot )\bmake ([a-z]+)\b")
WORDS = {"installs", "brings", "what"}  # after `make` as the subject of a sentence; as a verb
GOOD = "snippets/a/b.py:3: it stopped at KeyError. Mend that; `python -m runner snippets/a/b.py`"


def texts(path):
    """Texts of a source file that are no docstrings, those of f-strings with a gap as `{}`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            left_out |= {id(value) for value in node.values}
            yield "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)
        elif isinstance(node, ast.Constant) and id(node) not in left_out:
            yield str(node.value)


def test_every_command_that_a_message_names_is_there():
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    found = []
    for path in SAID:
        for text in texts(path):
            found += MODULE.findall(text) + TARGET.findall(text)
            for module in MODULE.findall(text):
                assert importlib.util.find_spec(module), (path.name, text)
            for target in TARGET.findall(text):
                assert target in {*targets, *WORDS}, (path.name, text)
    assert {"runner", "hooks.notebook", "pyodide", "lock"} <= set(found)


def test_every_file_that_a_message_names_is_there():
    names = {
        n for path in SAID for text in texts(path) for n in re.findall(r"\b[A-Z]+\.md\b", text)
    }
    assert "CONTRIBUTING.md" in names
    assert [name for name in sorted(names) if not (ROOT / name).exists()] == []


def test_a_clear_message_passes():
    is_clear(GOOD)
    is_clear(f"{GOOD}\nTraceback (most recent call last):\n" + "  line\n" * 40)
    is_clear(f"{GOOD}\n\n{GOOD}")


@pytest.mark.parametrize(
    "message",
    [
        "it stopped at KeyError. Mend that",
        "snippets/a/b.py:3: it stopped at KeyError",
        f"{GOOD}\nOne\nTwo\nThree",
        GOOD.replace("-m runner", "-m rumner"),
        f"{GOOD}\nTraceback (most recent call last):\n" + "  line\n" * 60,
        f"{GOOD}\n\nsnippets/a/c.py: it stopped",
    ],
    ids=["no file", "no remedy", "too long", "no such command", "cites too much", "one of two"],
)
def test_a_message_that_is_not_clear_is_refused(message):
    with pytest.raises(AssertionError):
        is_clear(message)


@pytest.mark.skipif(not POSIX, reason="some faults are planted, and messages compared, on POSIX")
def test_what_is_recorded_is_of_a_fault_that_is_planted():
    surroundings = [*test_surroundings.AMISS]
    surroundings += [f"no right to {what}" for what in test_surroundings.READ_ONLY]
    planted = {
        "pages": test_pages.FAULTS,
        "records": test_records.CHANGES,
        "snippets": test_snippets.EVERY,
        "surroundings": surroundings,
    }
    told = ROOT / "tests" / "faults" / "told"
    assert {path.stem for path in told.iterdir()} == planted.keys()
    for module, faults in planted.items():
        assert sorted(set(sections(told / f"{module}.txt")) - {*faults}) == [], module
