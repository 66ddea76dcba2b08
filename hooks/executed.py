"""Says on a page which of its blocks ran on packages of their own (`plain/notes.py`)."""

from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from hooks import root
from hooks.plain import notes
from runner import report


@dataclass
class State:
    topics: notes.Topics = field(default_factory=dict)


state = State()


def on_pre_build(config: MkDocsConfig) -> None:
    """Reads what the check has found, which a hook before this one has made."""
    state.topics = report.topics(root(config))


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    return notes.noted(markdown, page.file.src_uri, Path(config.docs_dir), state.topics)
