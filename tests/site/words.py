"""The words that pages say, in prose and to who listens; no code, no numbers."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

SILENT = {"code", "pre", "script", "style", "svg", "kbd"}
ATTRIBUTES = ("alt", "alttext", "aria-label", "title", "placeholder", "data-no-run", "data-title")
CELLS = ("data-head", "data-group", "data-label", "data-cell")  # of a widget's grid
TOKEN = re.compile(r"[\w’'.\-]+")
CODE = re.compile(r"[\d_.]|.[A-Z]")  # a name of something, not a word
PLACE = re.compile(r"\{\w*\}")


def told(element: Element, languages: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """(languages that its words may be of, text) of all that an element says.

    In italics a page gives terms and titles of another language beside its own.
    """
    if not isinstance(element.tag, str) or element.tag in SILENT or _is_code(element):
        return
    if element.get("lang") and element.tag != "html":
        languages = (element.get("lang"),)
    if element.tag == "em":
        languages = (languages[0], "en")
    for name in (*ATTRIBUTES, *CELLS):
        if element.get(name):
            yield languages, element.get(name)
    if element.tag == "meta" and element.get("name") == "description":
        yield languages, element.get("content")
    if element.tag == "math":
        return  # its alternative text has been told
    yield languages, element.text or ""
    for child in element:
        yield from told(child, languages)
        yield languages, child.tail or ""


def _is_code(element: Element) -> bool:
    """The rules and the blocks that the case picker fills in."""
    return element.tag == "template" and not {"data-rules", "data-file"}.isdisjoint(element.keys())


def words(text: str) -> set[str]:
    """The words of a text as a dictionary would have them, each part of a name-like one left out."""
    tokens = (t.strip(".-'") for t in TOKEN.findall(PLACE.sub(" ", text).replace("’", "'")))
    return {re.sub(r"'s?$", "", t) for t in tokens if len(t) > 1 and not CODE.search(t)}
