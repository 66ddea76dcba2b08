"""Which tests of a small project execute which of its lines, here and in other processes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import ROOT
from tools.mutation import tracing

CODE = '''"""What is traced."""
from __future__ import annotations
import sys


def sign(number):
    """Of a number."""
    if number > 0:
        return "above"
    elif number < 0:
        return "below"
    return (
        "none"
    )


class Counted:
    def __init__(self):
        try:
            self.number = int("x")
        except ValueError:
            self.number = 3


if __name__ == "__main__":
    print(sign(-1))
'''
TESTS = """
import subprocess, sys
import pytest
import code_here

@pytest.fixture(scope="module")
def shared():
    return code_here.Counted()

def test_above():
    assert code_here.sign(2) == "above"

def test_in_another_process():
    subprocess.run([sys.executable, code_here.__file__], check=True)

def test_shared(shared):
    assert shared.number

def test_shared_too(shared):
    assert code_here.sign(0) == "none"
"""


@pytest.fixture(scope="module")
def traced(tmp_path_factory):
    folder = tmp_path_factory.mktemp("traced")
    code, told, found = folder / "code_here.py", folder / "map.told", folder / "map.json"
    code.write_text(CODE, encoding="utf-8")
    (folder / "test_it.py").write_text(TESTS, encoding="utf-8")
    tracing.mark({"code_here.py": code}, told)
    names = {"MUTATION_TRACED": str(told), "MUTATION_MAP": str(found)}
    paths = os.pathsep.join([str(ROOT), str(folder)])
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tools.mutation.tracing", "test_it.py"],
        cwd=folder,
        env=os.environ | names | {"PYTHONPATH": paths},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(Path(found).read_text(encoding="utf-8"))


def test_each_line_has_the_tests_that_execute_it_in_any_process(traced):
    lines = {
        CODE.splitlines()[int(number) - 1].strip(): {test.rpartition("::")[2] for test in tests}
        for number, tests in traced["lines"]["code_here.py"].items()
    }
    above, other = {"test_above"}, {"test_in_another_process"}
    shared = {"test_shared", "test_shared_too"}
    assert lines['return "above"'] == above
    assert lines['return "below"'] == other
    assert lines["elif number < 0:"] == other | {"test_shared_too"}
    assert lines['"none"'] == lines["return ("] == {"test_shared_too"}
    assert lines["self.number = 3"] == lines["try:"] == shared  # what the fixture did
    assert lines["print(sign(-1))"] == other
    assert lines["import sys"] == {""} | other  # "": as it was imported, before any test


def test_each_test_has_its_seconds(traced):
    assert {test.rpartition("::")[2] for test in traced["seconds"]} == {
        "test_above",
        "test_in_another_process",
        "test_shared",
        "test_shared_too",
    }
    assert all(seconds > 0 for seconds in traced["seconds"].values())
