"""Finishing touches to a page's markup: blocks link to their files, figures keep their place.

What stands in the Markdown is finished there, by an extension. Blocks of code are text already when
an extension could see them, so they are finished in the page's HTML.
"""

import re
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from hooks import root
from runner import texts

BLOCK = re.compile(r'<div class="language-(\w+) highlight"><span class="filename">([^<]+)</span>')
FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})(.*)$", re.MULTILINE)
FIGURE = re.compile(r"snippets/[^\"]+\.svg$")
BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
JOINT = re.compile(
    r"""(?<=\w[(\[]|.[,=/](?!\d))(?=[\w&('"\[-])|(?<=[\w)\]])(?=\.(?!py\b)[a-zA-Z_])"""
)
SHORT = 24  # characters of inline code that stay on one line
WORD = 12  # without a space in it: C,H,W, np.allclose
PIXELS = 4 / 3  # CSS pixels in a point
RECORD = "record it: python -m runner --record"


def on_config(config: MkDocsConfig) -> None:
    toc = config.mdx_configs.setdefault("toc", {})
    toc["permalink_title"] = config.extra.get("words", {}).get("permalink", "Permanent link")
    config.markdown_extensions.append(Finish(root(config), Path(config.docs_dir).name))


class Finish(Extension):  # type: ignore[misc]  # Markdown has no type hints
    """The Markdown extension of this site, whose project is at `project`, in one language."""

    def __init__(self, project: Path, language: str):
        super().__init__()
        self.project = project
        self.language = language

    def extendMarkdown(self, md: Markdown) -> None:
        # After the table of contents (5), which takes the headings' text.
        md.treeprocessors.register(Figures(md, self.project, self.language), "figures", 3)
        md.treeprocessors.register(InlineCode(md), "inline_code", 2)


class Figures(Treeprocessor):  # type: ignore[misc]
    """Gives each figure its size, so that the page keeps room for it while it is loading."""

    def __init__(self, md: Markdown, project: Path, language: str):
        super().__init__(md)
        self.project = project
        self.language = language

    def run(self, tree: Element) -> None:
        # The first is seen as the page opens, unless the explorer stands above it.
        seen = not any("<dense-to-conv" in str(html) for html in self.md.htmlStash.rawHtmlBlocks)
        for image in tree.iter("img"):
            found = FIGURE.search(image.get("src", ""))
            if found and "width" not in image.attrib:
                image.attrib |= _size(texts.shown(self.project / found[0], self.language))
                if not seen:
                    image.set("loading", "lazy")
                seen = False


def _size(path: Path) -> dict[str, str]:
    name = "/".join(path.parts[-3:])
    snippet = f"{name.partition('.')[0]}.py"  # without a figure's language
    if not path.exists():
        raise PluginError(f"{name}: not there. Mend its name on the page, or {RECORD} {snippet}")
    box = BOX.search(path.read_text(encoding="utf-8"))
    if not box:
        raise PluginError(f"{name}: no figure of a snippet (no viewBox); {RECORD} {snippet}")
    return {
        name: str(round(float(points) * PIXELS))
        for name, points in zip(("width", "height"), box.groups(), strict=True)
    }


class InlineCode(Treeprocessor):  # type: ignore[misc]
    """Long inline code may break where one pauses in reading, not in mid-word; short may not."""

    def run(self, tree: Element) -> None:
        for code in tree.iter("code"):
            if code.text and not len(code) and not code.attrib:
                _let_break(code)


def _let_break(code: Element) -> None:
    text = code.text or ""
    if len(text) <= WORD and " " not in text:
        return
    if len(text) <= SHORT and " " in text:
        code.set("class", "whole")
        return
    code.text, *others = map(AtomicString, JOINT.split(text))
    for part in others:
        SubElement(code, "wbr").tail = part


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links blocks to their snippets."""
    snippets = root(config) / "snippets"
    word = config.extra.get("words", {}).get("download", "Download")
    html, finished = BLOCK.subn(lambda found: _block(found, page, snippets, word), html)
    written = _titles(page.markdown or "")
    if finished != written:
        raise PluginError(
            f"{page.file.src_uri}: {written} of its blocks have a title, {finished} were found in "
            "the HTML. Mend the options of pymdownx.highlight in mkdocs.yml, or BLOCK in "
            "hooks/markup.py"
        )
    return html


def _titles(markdown: str) -> int:
    """How many blocks with a title a page has; what looks like one within a block is none."""
    number = 0
    fence = ""
    for marks, rest in FENCE.findall(markdown):
        if not fence:
            fence = marks
            number += "title=" in rest
        elif marks.startswith(fence) and not rest.strip():
            fence = ""
    return number


def _block(found: re.Match[str], page: Page, snippets: Path, word: str) -> str:
    """A snippet's title leads to its file, and saves it; an output has no copy button."""
    language, title = found[1], found[2]
    if not (snippets / title).is_file():
        quiet = " no-copy" if language == "text" else ""
        return found[0].replace(" highlight", f" highlight{quiet}", 1)
    url = get_relative_url(f"snippets/{title}", page.url)
    save = f'<a class="download" href="{url}" download aria-label="{word} {title}">↓</a>'
    return found[0].replace(f"{title}</span>", f'<a href="{url}">{title}</a></span>{save}')
