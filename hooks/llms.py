"""The pages as Markdown, and `llms.txt` that lists them, beside the HTML (`plain/listing.py`)."""

from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from hooks import root
from hooks.plain import listing, sources


@dataclass
class State:
    pages: dict[str, tuple[Page, str]] = field(default_factory=dict)  # by source: its Markdown


state = State()


def on_config(config: MkDocsConfig) -> None:
    state.pages = {}


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Keeps the page as written, with each included file in its place; HTML is for eyes."""
    state.pages[page.file.src_uri] = (page, sources.whole(markdown, root(config)))


def on_post_build(config: MkDocsConfig) -> None:
    pages = [
        listing.Listed(source, str(page.title), page.meta.get("description", ""), text)
        for source, (page, text) in state.pages.items()
    ]
    about, url = config.site_description or "", config.site_url or ""
    listing.write(Path(config.site_dir), pages, config.site_name, about, url)
