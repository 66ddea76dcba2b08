"""The built pages as browsers parse them, for the tests of this folder."""

import functools
import itertools
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

from tools.browser import is_redirect
from tools.translation import ENGLISH, languages

NOTEBOOK = "lessons/notebook/"
OUTPUT = {"en": "Output", "pt-BR": "Saída"}  # the title of what a block prints
VOID = "https://site.invalid/"  # stands for the site's address


@dataclass(eq=False)  # compared and hashed by identity
class Block:
    """One block of code or output on a page."""

    page: str
    language: str
    title: str
    text: str  # as the copy button gives it: the text of its <code>
    output: str | None = None  # of a python block: the text of the Output block right under it


class Page:
    """One HTML file; `path` is its address on the site, "" for the home page."""

    def __init__(self, file: Path, site: Path):
        self.file = file
        self.path = file.relative_to(site).as_posix().removesuffix("index.html")
        self.html = file.read_text(encoding="utf-8")
        self.tree = html5lib.parse(self.html, namespaceHTMLElements=False)

    @functools.cached_property
    def article(self) -> Element:
        return next(e for e in self.tree.iter("article"))

    @functools.cached_property
    def ids(self) -> set[str]:
        return {e.get("id") for e in self.tree.iter() if e.get("id")}

    def addresses(self, *tags: str):
        """(tag, attribute, address made absolute) of all that elements `tags` refer to."""
        for element in self.tree.iter():
            if isinstance(element.tag, str) and (not tags or element.tag in tags):
                for name in ("href", "src", "data", "poster", "action"):
                    if (value := element.get(name)) is not None:
                        yield element, name, urljoin(VOID + self.path, value)
                for part in element.get("srcset", "").split(","):
                    if part.strip():
                        yield element, "srcset", urljoin(VOID + self.path, part.split()[0])

    @functools.cached_property
    def blocks(self) -> list[Block]:
        found = []
        for element in self.article.iter("div"):
            classes = element.get("class", "").split()
            if "highlight" in classes and next(element.iter("pre"), None) is not None:
                language = next((c[9:] for c in classes if c.startswith("language-")), "")
                title = next(
                    (e for e in element.iter("span") if e.get("class") == "filename"), None
                )
                code = next(element.iter("code"))
                title = "" if title is None else "".join(title.itertext())
                found.append(Block(self.path, language, title, "".join(code.itertext())))
        for one, other in itertools.pairwise(found):
            if one.language == "python" and other.title in OUTPUT.values():
                one.output = other.text
        return found

    @functools.cached_property
    def inline_code(self) -> list[str]:
        within_blocks = {id(code) for pre in self.article.iter("pre") for code in pre.iter("code")}
        codes = [c for c in self.article.iter("code") if id(c) not in within_blocks]
        return ["".join(code.itertext()) for code in codes]


@functools.cache
def pages(site: Path) -> dict[str, Page]:
    """Every HTML page of the site by its path; no templates, no old addresses."""
    files = [f for f in sorted(site.rglob("*.html")) if "assets" not in f.parts]
    return {page.path: page for page in (Page(f, site) for f in files if not is_redirect(f))}


def language_of(path: str) -> tuple[str, str]:
    """The language of a page or a file of the site, and its path on the English site."""
    first, _, rest = path.partition("/")
    return (first, rest) if first in languages() else (ENGLISH, path)


def target(site: Path, address: str) -> tuple[Path, str]:
    """The file behind an address of the site, and the address's fragment."""
    parts = urlsplit(address)
    path = site / parts.path.lstrip("/")
    return (path / "index.html" if path.is_dir() else path), parts.fragment
