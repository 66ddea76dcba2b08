"""Puts notebooks on the site: a page like any other, and the notebook itself to download."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from hooks import root
from hooks.notebook import jupyter


def on_config(config: MkDocsConfig) -> None:
    if "mkdocs-jupyter" in config.plugins:
        jupyter.configure(config.plugins["mkdocs-jupyter"], root(config))


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds a download for each notebook."""
    for file in list(files):
        if _is_notebook(file):
            files.append(File.generated(config, _download(file), content=""))
    return files


def _is_notebook(file: File) -> bool:
    return file.src_uri.endswith(".py") and file.is_documentation_page()


def _download(file: File) -> str:
    return file.src_uri.removesuffix(".py") + ".ipynb"


@event_priority(100)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    """Has a notebook executed and goes on with its Markdown, outputs in place."""
    if not _is_notebook(page.file):
        return None
    markdown, notebook = jupyter.render(page, config, files)
    download = files.get_file_from_path(_download(page.file))
    assert download
    download.content_string = notebook
    return markdown
