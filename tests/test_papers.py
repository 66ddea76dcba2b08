"""README and CONTRIBUTING name files and commands that exist."""

import re

import pytest

from tests.project import ROOT

PAPERS = ["README.md", "CONTRIBUTING.md"]


@pytest.mark.parametrize("paper", PAPERS)
def test_every_path_and_command_exists(paper):
    text = (ROOT / paper).read_text(encoding="utf-8")
    code = re.findall(r"`([^`\n]+)`", text)
    paths = {
        path
        for words in code
        for path in re.findall(r"(?<![\w./<])(?:[\w-]+/)+[\w./-]*(?![\w<>])", words)
        if "<" not in words and "://" not in words
    }
    made = {path for path in paths if path.startswith(("site/", "path/", ".venv/", ".cache/"))}
    assert paths - made
    assert [path for path in paths - made if not (ROOT / path).exists()] == []
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b(?=[ `\n])", "\n".join(code))) <= targets
    for name in re.findall(r"-m (runner|hooks\.\w+|tools\.\w+)", text):
        assert list(ROOT.glob(name.replace(".", "/") + "*")), name


@pytest.mark.parametrize("paper", PAPERS)
def test_every_link_leads_to_a_file(paper):
    for address in re.findall(r"\]\(([^)#:]+)\)", (ROOT / paper).read_text(encoding="utf-8")):
        assert (ROOT / address).exists(), address
