"""Says at the end of a page what its blocks need (`plain/needs.py`)."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from hooks import root
from hooks.plain import needs


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    return needs.noted(markdown, page.file.src_uri, Path(config.docs_dir), root(config))
