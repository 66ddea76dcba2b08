"""Wrapping prose changes where lines end, and nothing that a reader sees."""

import re

import markdown
import pytest

from tests.project import ROOT
from tools.prose import WIDTH, unwrapped, wrap

EXTENSIONS = ["attr_list", "tables", "admonition", "md_in_html", "pymdownx.superfences"]
LONG = ("Words that go on " * 8).strip()
KEPT = {
    "a table": f"| a | b |\n|---|---|\n| {LONG} | 1 |",
    "a heading": f"## {LONG} {{ #id }}",
    "an image": f"![{LONG}](picture.svg)",
    "front matter": f"---\ndescription: >-\n  {LONG}\n---",
    "code": f"```text\n{LONG}\n\n{LONG}\n```",
    "a fence in a fence": f"````md\n```text\n{LONG}\n```\n{LONG}\n````",
    "one long word": f"[{'x' * WIDTH}](address)",
    "short lines": "One\ntwo\nthree.",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_has_to_stand_on_its_line_stays(text):
    assert wrap(text) == text
    assert unwrapped(text) == []


def shown(text):
    """The page as HTML; where its source breaks a line counts for nothing."""
    return re.sub(r"\s+", " ", markdown.markdown(text, extensions=EXTENSIONS))


@pytest.mark.parametrize(
    "text",
    [
        f"{LONG}\n",
        f"- {LONG}\n- short\n\n  {LONG}\n",
        f"1. {LONG}\n2. {LONG}\n",
        f"!!! note\n    {LONG}\n    {LONG}\n",
        f"{'word ' * 19}9. {LONG}",
        f"{'word ' * 19}+ {LONG}",
        f"{'word ' * 18}`a code  of words` and [a link](to.md){{ .one .two }} {LONG}",
    ],
)
def test_wrapped_prose_shows_the_same(text):
    assert unwrapped(text)
    assert max(map(len, wrap(text).split("\n"))) <= WIDTH + 3  # a sign drawn up to its line
    assert wrap(text) != text
    assert shown(wrap(text)) == shown(text)
    assert unwrapped(wrap(text)) == []


def test_every_page_would_show_the_same():
    for path in sorted((ROOT / "docs").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert shown(wrap(text)) == shown(text), path
        assert unwrapped(wrap(text)) == [], path
