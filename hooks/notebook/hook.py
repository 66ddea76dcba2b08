"""Puts notebooks on the site: a page like any other, and the notebook itself to download."""

import logging
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from hooks import root
from hooks.notebook import record
from hooks.notebook.check import Result, check, find

log = logging.getLogger("mkdocs.hooks.notebook")


@dataclass
class State:
    serving: bool = False
    results: dict[Path, Result] = field(default_factory=dict)  # of this build, by notebook


state = State()


class NotebookFile(File):
    """A file that MkDocs makes a page of, as it does of a .md."""

    def is_documentation_page(self) -> bool:
        return True


def on_startup(command: str, dirty: bool) -> None:
    state.serving = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    state.results = {}


def on_pre_build(config: MkDocsConfig) -> None:
    """Executes the notebooks that have changed. A failure ends the build here.

    `mkdocs serve` also records the outputs that an edit has changed.
    """
    notebooks = find(Path(config.docs_dir))
    state.results = check(root(config), notebooks, record=state.serving, say=log.info)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Makes each notebook a page, adds its download, and keeps its record off the site."""
    found: list[File] = []
    records = {record.path(notebook) for notebook in state.results}
    for file in files:
        source = Path(file.abs_src_path).resolve() if file.src_dir and file.abs_src_path else None
        if source in state.results:
            ipynb = file.src_uri.removesuffix(".py") + ".ipynb"
            content = state.results[source].ipynb
            found += [_page(file, config), File.generated(config, ipynb, content=content)]
        elif source not in records:
            found.append(file)
    return Files(found)


def _page(file: File, config: MkDocsConfig) -> File:
    where = (config.docs_dir, config.site_dir, config.use_directory_urls)
    return NotebookFile(file.src_uri, *where, inclusion=file.inclusion)


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """Gives MkDocs an executed notebook's Markdown to read, outputs in place."""
    if not isinstance(page.file, NotebookFile):
        return None
    assert page.file.abs_src_path
    return state.results[Path(page.file.abs_src_path).resolve()].markdown
