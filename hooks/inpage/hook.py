"""Puts Python for the page on the site, and marks the blocks that can run there."""

import html
import itertools
import logging
import re
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from hooks import root
from hooks.inpage import runnable
from hooks.inpage.files import FOLDER, WHERE, Shipped, is_here, shipped, signature

TITLED = re.compile(
    r'<div class="(language-python highlight)">(?=<span class="filename"><a [^>]*>([^<]+)</a>)'
)
BARE = re.compile(r'<div class="(language-python highlight)">(?=<pre>)')

log = logging.getLogger("mkdocs.hooks.inpage")


@dataclass
class State:
    """One build; the next one under `mkdocs serve` reads `files` anew only if `seen` changed.

    Without Pyodide there are no `causes` either, and no block is marked.
    """

    files: Shipped | None = None
    seen: object = None
    causes: dict[str, str] = field(default_factory=dict)  # by block; empty if it runs


state = State()


def on_config(config: MkDocsConfig) -> None:
    """Without a server browsers start no worker: such a site has no Python, and no buttons."""
    global state
    last, state = state, State()
    if not config.use_directory_urls or not (root(config) / FOLDER).exists():
        return
    if not is_here(root(config)):
        log.info("no block has a Run button: `make pyodide` brings what it takes (77 MB, once)")
        return
    state.causes = runnable.causes(root(config), Path(config.docs_dir))
    if config.theme["language"] != "en":
        return  # its pages load what the English site has
    state.seen = signature(root(config))
    state.files = last.files if state.seen == last.seen else shipped(root(config))


def on_pre_build(config: MkDocsConfig) -> None:
    """The exceptions, as rows of a table that a page includes."""
    runnable.write_rows(root(config), Path(config.docs_dir))


def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """A block that runs gets `data-run`, its name; one that does not gets `data-no-run`, why."""
    if not state.causes:
        return content
    content = TITLED.sub(lambda found: _marked(found[1], found[2]), content)
    name = page.file.src_uri
    if Path(name).suffix == ".py":  # a notebook, whose cells have no titles
        numbers = itertools.count(1)
        content = BARE.sub(lambda found: _cell(found[1], name, next(numbers)), content)
    return content


def _cell(classes: str, notebook: str, number: int) -> str:
    """A cell is known by its number, and runs in the session of its notebook."""
    marked = _marked(classes, f"{notebook} {number}").replace(
        f'data-run="{notebook} {number}"', f'data-run="{notebook}"'
    )
    return marked.replace(">", f' data-cell="{number}">')


def _marked(classes: str, name: str) -> str:
    if name not in state.causes:
        return f'<div class="{classes}">'
    cause = state.causes[name]
    mark = f'data-no-run="{html.escape(cause)}"' if cause else f'data-run="{name}"'
    return f'<div class="{classes}" {mark}>'


def on_post_build(config: MkDocsConfig) -> None:
    if state.files:
        state.files.put(Path(config.site_dir, WHERE))
