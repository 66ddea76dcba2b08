"""The tie to MkDocs: run the snippets first, put them on the site, publish only what is whole."""

import logging
import os
import shutil
from pathlib import Path

from mkdocs.exceptions import BuildError, PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File
from mkdocs.utils import CountHandler
from pymdownx.snippets import SnippetMissingError

import notebooks
from runner import RunnerError, check, environment_fingerprint

MOUNTED = {".py", ".svg", ".txt"}  # of snippets/: what a page shows and what readers download
WATCHED = ("snippets", "theme", "runner", "requirements.txt")

log = logging.getLogger("mkdocs.hooks.snippets")
state = {"serving": False}  # what one hook leaves for a later one


def on_startup(command, dirty):
    state["serving"] = command == "serve"


def on_config(config):
    state["root"] = Path(config.config_file_path).parent.resolve()
    if "mkdocs-jupyter" in config.plugins:
        notebooks.configure(config.plugins["mkdocs-jupyter"], state["root"])


def on_pre_build(config):
    """Executes what has changed. A failure ends the build here, before the site is touched.

    `mkdocs serve` also records the outputs that an edit has changed.
    """
    now = environment_fingerprint(state["root"])
    if state["serving"] and state.setdefault("at start", now) != now:
        raise PluginError(
            "requirements.txt or runner/ has changed: stop `mkdocs serve`, start anew"
        )
    try:
        check(state["root"], record=state["serving"], say=log.info)
    except RunnerError as error:
        raise PluginError(str(error)) from None
    if not state["serving"]:
        _build_beside(config)


def on_files(files, config):
    """Mounts snippets, records and figures at /snippets/, and a download for each notebook."""
    for path in sorted((state["root"] / "snippets").rglob("*")):
        if path.suffix in MOUNTED:
            name = path.relative_to(state["root"]).as_posix()
            files.append(File.generated(config, name, abs_src_path=str(path)))
    for file in list(files):
        if file.src_uri.startswith("notebook/"):  # the templates: no part of the site
            files.remove(file)
        elif _is_notebook(file):
            files.append(File.generated(config, _download(file), content=""))
    return files


def _is_notebook(file):
    return file.src_uri.endswith(".py") and file.is_documentation_page()


def _download(file):
    return file.src_uri.removesuffix(".py") + ".ipynb"


@event_priority(100)
def on_page_markdown(markdown, page, config, files):
    """Has a notebook executed and goes on with its Markdown, outputs in place."""
    if not _is_notebook(page.file):
        return None
    markdown, notebook = notebooks.render(page, config, files)
    files.get_file_from_path(_download(page.file)).content_string = notebook
    return markdown


def on_serve(server, config, builder):
    """Rebuilds on edits of all that a page is made of."""
    for name in WATCHED:
        if (state["root"] / name).exists():
            server.watch(str(state["root"] / name))
    return server


def _build_beside(config):
    """Has MkDocs write next to the site, which stays as it is until everything has gone well."""
    site = Path(config.site_dir).resolve()
    state.update(config=config, site=site, new=site.with_name(f".{site.name}-{os.getpid()}"))
    config.site_dir = str(state["new"])


@event_priority(-100)
def on_post_build(config):
    """Puts the new site in the old one's place, unless warnings are about to fail the build."""
    counters = [h for h in logging.getLogger("mkdocs").handlers if isinstance(h, CountHandler)]
    if "new" in state and not any(counter.get_counts() for counter in counters):
        old = state["new"].with_name(f"{state['new'].name}-old")
        if state["site"].exists():
            state["site"].rename(old)
        state["new"].rename(state["site"])
        shutil.rmtree(old, ignore_errors=True)
        _clean_up()


def on_build_error(error):
    """Leaves nothing of a failed build; a missing snippet needs no traceback, its name is said."""
    _clean_up()
    if isinstance(error, SnippetMissingError):
        raise BuildError(f"{error}. A page shows a file that is not in snippets/.") from None


def on_shutdown():
    _clean_up()


def _clean_up():
    if "new" in state:
        shutil.rmtree(state.pop("new"), ignore_errors=True)
        state["config"].site_dir = str(state["site"])
