"""Remembers the HTML that a page's Markdown gave."""

import functools
import hashlib
import logging
import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from hooks import machinery, root
from hooks.quick import memory

# What these make of a page depends on its text, on their settings and on files that the text names.
KNOWN = {
    "admonition",
    "attr_list",
    "fenced_code",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.snippets",
    "pymdownx.superfences",
    "hooks/markup.py",
}
NAME = re.compile(r"[\w-][\w.-]*\.\w+")

log = logging.getLogger("mkdocs.hooks.quick")


@dataclass
class State:
    """One build."""

    surroundings: str  # a key to what every page can see
    named: dict[str, list[File]]  # files that are no pages, by the last part of their path
    digests: dict[File, str] = field(default_factory=dict)


state: State | None = None


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Begins once all files are known, for links lead to them."""
    global state
    state = None
    extensions = dict(map(_extension, config.markdown_extensions))
    if unknown := sorted(extensions.keys() - KNOWN):
        log.info(
            f"every page is made anew: hooks/quick/markdown.py does not know {unknown}. Add "
            "to KNOWN there what sees the page, its settings and the files it names, nothing else"
        )
        return
    surroundings = memory.key(
        machinery(root(config)),
        list(extensions.items()),
        config.validation,
        sorted((file.src_uri, file.url, file.inclusion.name) for file in files),
        logging.getLogger("mkdocs.structure.pages").getEffectiveLevel(),  # what would be heard
    )
    state = State(surroundings, {})
    for file in files:
        if not file.is_documentation_page():
            state.named.setdefault(posixpath.basename(file.src_uri), []).append(file)


def _extension(given: Any) -> tuple[str, dict[str, Any]]:
    """The name of an extension, and what it holds if it is more than a name."""
    if isinstance(given, str):
        return given, {}
    return posixpath.normpath(type(given).__module__), vars(given)


@event_priority(-100)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Comes last. MkDocs calls the page's `render` next."""
    if state and "render" not in vars(page):
        page.render = functools.partial(_render, state, page)  # type: ignore[method-assign]


def _render(state: State, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Do as MkDocs' `Page.render`, from memory where that knows the page.

    A page that has something to say, such as a link that leads nowhere, is not remembered, and so
    says it on each build.
    """
    name = f"{page.file.src_uri}.html"
    key = memory.key(state.surroundings, config.mdx_configs, *_sources(state, page, config))
    if kept := memory.get(config, name, key):
        page.content = kept["content"]
        page.toc = get_toc(kept["toc"])
        page._title_from_render = kept["title"]
        page.present_anchor_ids = set(kept["anchors"])
        page.links_to_anchors = {files.src_uris[uri]: to for uri, to in kept["links"].items()}
        return
    with _listening() as heard:
        Page.render(page, config, files)
    if not heard and page.links_to_anchors is not None:
        made = {
            "content": page.content,
            "toc": memory.tokens(page.toc),
            "title": page._title_from_render,
            "anchors": sorted(page.present_anchor_ids or ()),
            "links": {file.src_uri: to for file, to in page.links_to_anchors.items()},
        }
        memory.put(config, name, key, made)


def _sources(state: State, page: Page, config: MkDocsConfig) -> Iterator[str]:
    """The page's text with what it includes, and the files that this text names."""
    text = page.markdown or ""
    if "pymdownx.snippets" in config.markdown_extensions:
        reader = Markdown(extensions=["pymdownx.snippets"], extension_configs=config.mdx_configs)
        text = "\n".join(reader.preprocessors["snippet"].run(text.split("\n")))
    yield page.file.src_uri
    yield text
    for name in sorted(set(NAME.findall(text)) & state.named.keys()):
        for file in state.named[name]:
            if file not in state.digests:
                state.digests[file] = hashlib.sha256(file.content_bytes).hexdigest()
            yield file.src_uri
            yield state.digests[file]


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record)


@contextmanager
def _listening() -> Iterator[list[logging.LogRecord]]:
    """Gives a list of what MkDocs, its plugins and anything else log meanwhile."""
    ear = _Ear()
    loggers = logging.getLogger(), logging.getLogger("mkdocs")  # which keeps its records to itself
    for logger in loggers:
        logger.addHandler(ear)
    try:
        yield ear.heard
    finally:
        for logger in loggers:
            logger.removeHandler(ear)
