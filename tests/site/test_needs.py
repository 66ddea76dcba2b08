"""A page says that the converter is needed if and only if one of its blocks imports it."""

import ast
import re

import pytest

from hooks.plain import needs
from tests.project import ROOT

PAGES = sorted((ROOT / "docs/en").rglob("*.md"))


def imports_the_converter(block):
    """Python's own parser tells, not the words: `importlib` and a mention are no import."""
    nodes = ast.walk(ast.parse((ROOT / "snippets" / block).read_text(encoding="utf-8")))
    return any(
        (isinstance(node, ast.ImportFrom) and node.module == "fully_convolutional")
        or (isinstance(node, ast.Import) and node.names[0].name == "fully_convolutional")
        for node in nodes
    )


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.relative_to(ROOT / "docs/en").as_posix())
def test_the_note_names_the_converter_where_a_block_imports_it(path):
    text = path.read_text(encoding="utf-8")
    docs = ROOT / "docs/en"
    note = needs.noted(text, path.relative_to(docs).as_posix(), docs, ROOT)
    note = note.removeprefix(text.rstrip())
    blocks = re.findall(r'--8<-- "(\w+/\w+\.py)"', text)
    assert ("snippets/fully_convolutional.py" in note) == any(map(imports_the_converter, blocks))
