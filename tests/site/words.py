"""The words that pages say, in prose and to who listens; no code, no numbers."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

SILENT = {"code", "pre", "script", "style", "svg", "kbd"}
ATTRIBUTES = ("alt", "alttext", "aria-label", "title", "placeholder", "data-no-run", "data-title")
CELLS = ("data-head", "data-group", "data-label", "data-cell")  # of a widget's grid
ASIDE = re.compile(r'(\([^()]*\)|“[^”]*”|"[^"]*")')  # a term or a title, often in English
TOKEN = re.compile(r"[\w'.\-]+")
CODE = re.compile(r"[\d²_.]|.[A-Z]")  # a name of something, not a word
PLACE = re.compile(r"\{\w*\}|https?://\S+|\w[\w.-]*/[\w./-]*")  # of a value; of a file

Languages = tuple[str, ...]


def words(element: Element, languages: Languages) -> Iterator[tuple[Languages, str]]:
    """(languages that it may be of, word) of all that an element says."""
    for own, text in _told(element, languages):
        yield from words_of(text, own)


def words_of(text: str, languages: Languages) -> Iterator[tuple[Languages, str]]:
    """The same of a text. What stands aside, in brackets or quoted, may be English too."""
    for part in ASIDE.split(PLACE.sub(" ", text).replace("’", "'")):
        own = (*languages, "en") if ASIDE.match(part) else languages
        for token in TOKEN.findall(part):
            word = re.sub(r"'s?$", "", token.strip(".-'"))
            if len(word) > 1 and not CODE.search(word):
                yield own, word


def _told(element: Element, languages: Languages) -> Iterator[tuple[Languages, str]]:
    """In italics a page gives terms and titles of another language beside its own."""
    if not isinstance(element.tag, str) or element.tag in SILENT or _is_code(element):
        return
    if element.get("lang") and element.tag != "html":
        languages = (element.get("lang", ""),)
    if element.tag == "em":
        languages = (*languages, "en")
    for name in (*ATTRIBUTES, *CELLS):
        yield languages, element.get(name, "")
    if element.tag == "meta" and element.get("name") == "description":
        yield languages, element.get("content", "")
    if element.tag == "math":
        return  # its alternative text has been told
    yield languages, element.text or ""
    for child in element:
        yield from _told(child, languages)
        yield languages, child.tail or ""


def _is_code(element: Element) -> bool:
    """A block; the rules and the blocks that the case picker fills in."""
    return "highlight" in element.get("class", "").split() or (
        element.tag == "template" and not {"data-rules", "data-file"}.isdisjoint(element.keys())
    )
