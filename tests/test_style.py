"""The code is formatted, typed and free of what the linter finds; files and lines stay short."""

import re
import subprocess
import sys

import pytest

from tests.project import ROOT
from tools.prose import unwrapped

CHECKS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
}
WIDTH = 100
LENGTH = 300
CODE = {".py", ".js", ".css", ".html", ".j2"}
FOLDERS = ("bench", "docs", "hooks", "runner", "snippets", "tests", "theme", "tools")
LONG = {"snippets/fully_convolutional.py"}  # readers take it home as one file


@pytest.mark.parametrize("command", CHECKS.values(), ids=CHECKS)
def test_the_tools_find_nothing(command):
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not sys.flags.warn_default_encoding, reason="make test asks Python to warn")
def test_a_file_that_is_written_without_its_encoding_fails_the_tests(tmp_path):
    """Windows takes another one."""
    with pytest.raises(EncodingWarning):
        (tmp_path / "file.txt").write_text("é")


def files(*suffixes):
    """(name, text) of every file of ours that ends so."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_no_file_is_longer_than_a_few_screens():
    lengths = {name: text.count("\n") for name, text in files(*CODE)}
    assert {n: lines for n, lines in lengths.items() if lines > LENGTH and n not in LONG} == {}


def untidy(css):
    """Lines of a style sheet that are too long, or hold more than one declaration."""
    code = re.sub(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'|url\([^)]*\)", _blank, css, flags=re.DOTALL)
    for line, shown in zip(code.split("\n"), css.split("\n"), strict=True):
        several = re.search(r";\s*[^\s}]", line) or re.search(r"\{\s*[\w-]+\s*:[^{]*\}", line)
        if several or len(shown) > WIDTH:
            yield shown


def _blank(found):
    return re.sub(r"[^\n]", " " if found[0].startswith("/*") else "_", found[0])


@pytest.mark.parametrize(
    ("css", "lines"),
    [
        ("a {\n  color: red;\n}\n", 0),
        ("a { color: red; }\n", 1),
        ("a {\n  color: red; top: 0;\n}\n", 1),
        ("a {\n  top: 0; /* why: because; */\n  content: 'a; b: c';\n}\n", 0),
        ("@media (width: 1px) { a:hover {\n  top: 0;\n} }\n", 0),
        (f"/* {'x' * WIDTH} */\n", 1),
    ],
)
def test_untidy_styles_are_found(css, lines):
    assert len(list(untidy(css))) == lines


def test_styles_have_a_declaration_a_line():
    assert {name: found for name, css in files(".css") if (found := list(untidy(css)))} == {}


def test_prose_wraps():
    """`python -m tools.prose FILE ...` wraps what this finds."""
    papers = {path.name: path.read_text(encoding="utf-8") for path in ROOT.glob("*.md")}
    found = {name: unwrapped(text) for name, text in [*files(".md"), *papers.items()]}
    assert {n: lines for n, lines in found.items() if lines} == {}
