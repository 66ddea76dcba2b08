"""Remembers what the search plugin read on a page."""

import functools
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from hooks import machinery, root
from hooks.quick import memory


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Steps between Material's plugin and its index, which is new on each build."""
    if plugin := config.plugins.get("material/search"):
        index = plugin.search_index
        index.add_entry_from_context = functools.partial(
            _add, index, config, machinery(root(config))
        )


def _add(index: Any, config: MkDocsConfig, machinery: str, page: Page) -> None:
    """Do as the index's own method: add an entry for each section of `page`."""
    name = f"{page.file.src_uri}.search"
    key = memory.key(
        machinery, page.url, page.title, page.meta, memory.tokens(page.toc), page.content
    )
    kept = memory.get(config, name, key)
    if kept is None:
        before = len(index.entries)
        type(index).add_entry_from_context(index, page)
        memory.put(config, name, key, index.entries[before:])
    else:
        index.entries += kept
