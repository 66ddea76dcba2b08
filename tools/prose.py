"""Wraps the prose of Markdown pages: paragraphs and list items that have a line over 100 columns.

Usage: python -m tools.prose FILE ...    (rewrites them; every other paragraph stays as it is)

What has to stand on one line stays: tables, headings, includes, images, HTML, front matter, code.
"""

import itertools
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

WIDTH = 100
ITEM = re.compile(r"(?P<indent> *)(?P<marker>(?:[-*+]|\d+\.) +)?")
# Spaces inside of these are no places to break: code, the address of a link, an attribute list.
WHOLE = re.compile(r"`[^`]+`|\]\([^)]*\)|\{[:#. ][^}]*\}")
FIXED = re.compile(r"\s*(\||#|--8<--|!\[|<|!!! |\?\?\?|\[[^\]]+\]: |-{3}$|$)")
MEANING = re.compile(
    r"([-*+>#|]|\d+[.)]|[:!?]{3})(\s|$)"
)  # at the start of a line these are syntax
SPACE = "\ue000"  # stands for a space that must stay


def paragraphs(text: str) -> Iterator[tuple[bool, list[str]]]:
    """All lines in order, in groups: (is it a paragraph of prose or a list item, its lines)."""
    group: list[str] = []
    fence, lines = "", text.split("\n")
    front = lines.index("---", 1) if lines[0] == "---" else -1
    for number, line in enumerate(lines):
        opens = re.match(r"\s*(```+|~~~+)", line)
        inside = bool(fence) or number <= front
        if opens and not fence:
            fence = opens[1]
        elif fence and line.strip() == fence:
            fence = ""
        fixed = inside or opens is not None or FIXED.match(line) is not None
        begins = (found := ITEM.match(line)) is not None and found["marker"] is not None
        if group and (fixed or begins):
            yield True, group
            group = []
        if fixed:
            yield False, [line]
        else:
            group.append(line)
    if group:
        yield True, group


def wrapped(lines: list[str]) -> list[str]:
    """One paragraph, wrapped; a list item goes on under its text."""
    first = ITEM.match(lines[0])
    assert first is not None
    start = first[0]
    under = " " * len(start)
    if len(lines) > 1 and (second := ITEM.match(lines[1])):
        under = second["indent"]
    words = " ".join(line.strip() for line in lines).removeprefix(start.strip()).strip()
    kept = WHOLE.sub(lambda found: found[0].replace(" ", SPACE), words)
    done = textwrap.wrap(
        kept,
        WIDTH,
        initial_indent=start,
        subsequent_indent=under,
        break_long_words=False,
        break_on_hyphens=False,
    )
    for above, below in itertools.pairwise(range(len(done))):
        if MEANING.match(done[below].strip()):  # a sum that would turn into a list
            word, _, rest = done[below].strip().partition(" ")
            done[above], done[below] = f"{done[above]} {word}", under + rest
    return [line.replace(SPACE, " ") for line in done]


def unwrapped(text: str) -> list[str]:
    """Lines of prose that are too long and could be shorter."""
    return [
        line
        for is_prose, lines in paragraphs(text)
        if is_prose and wrapped(lines) != lines
        for line in lines
        if len(line) > WIDTH
    ]


def wrap(text: str) -> str:
    """The page with every paragraph wrapped that has a line that is too long."""
    done: list[str] = []
    for is_prose, lines in paragraphs(text):
        long = is_prose and any(len(line) > WIDTH for line in lines)
        done += wrapped(lines) if long else lines
    return "\n".join(done)


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit(__doc__)
    for path in map(Path, sys.argv[1:]):
        if not path.is_file():
            sys.exit(f"{path}: no such file; name Markdown files, as docs/en/index.md")
        before = path.read_text(encoding="utf-8")
        if (after := wrap(before)) != before:
            path.write_text(after, encoding="utf-8", newline="\n")
            print(path)
