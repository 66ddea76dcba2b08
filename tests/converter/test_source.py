"""The file that readers take home: readable in small pieces, and it says what it is."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import fully_convolutional

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "snippets" / "fully_convolutional.py"
TREE = ast.parse(SOURCE.read_text(encoding="utf-8"))


def test_no_function_is_longer_than_a_screen():
    for node in ast.walk(TREE):
        if isinstance(node, ast.FunctionDef):
            first = node.body[1 if ast.get_docstring(node) else 0]
            assert node.end_lineno - first.lineno < 45, node.name


def test_what_is_public_is_documented_and_leads():
    named = [x for x in TREE.body if isinstance(x, ast.FunctionDef | ast.ClassDef)]
    assert next(x.name for x in named if x.name.islower()) == "to_fully_convolutional"
    for name in fully_convolutional.__all__:
        text = getattr(fully_convolutional, name).__doc__
        assert text, name
        if name.islower() and name != "rule":
            assert "Args:" in text, name
            assert "Raises:" in text, name


def test_header_and_changelog_agree():
    assert "SPDX-License-Identifier: MIT" in fully_convolutional.__doc__
    assert "CHANGELOG.md" in fully_convolutional.__doc__
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(.+?)\]", changelog, re.MULTILINE)
    assert newest.group(1) == fully_convolutional.__version__


def test_it_imports_keras_and_numpy_alone():
    names = set()
    for node in ast.walk(TREE):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add(node.module.split(".")[0])
    assert names - sys.stdlib_module_names == {"keras", "numpy"}


def test_types(tmp_path):
    command = [sys.executable, "-m", "mypy", "--follow-imports=silent", "--ignore-missing-imports"]
    command += ["--check-untyped-defs", "--cache-dir", str(tmp_path), str(SOURCE)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stdout
