"""Runs the snippets first, and puts them on the site: what a page shows is what has just run."""

import logging
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from pymdownx.snippets import SnippetMissingError

from hooks import machinery, root
from hooks.plain import installed, sources
from runner import RunnerError, check, remedy, stand_by

WATCHED = ("snippets", "theme", "hooks", "runner", "inpage", "requirements.txt")

log = logging.getLogger("mkdocs.hooks.snippets")


@dataclass
class Session:
    """One `mkdocs` command, which under `mkdocs serve` builds many times."""

    serving: bool = False
    machinery: str | None = None  # that the first build ran on: Python keeps what it has imported

    def has_outlived(self, machinery: str) -> bool:
        self.machinery = self.machinery or machinery
        return self.serving and self.machinery != machinery


session = Session()


def on_startup(command: str, dirty: bool) -> None:
    session.serving, session.machinery = command == "serve", None


def on_pre_build(config: MkDocsConfig) -> None:
    """Executes what has changed. A failure ends the build here, before the site is touched.

    `mkdocs serve` also records the outputs that an edit has changed.
    """
    if session.has_outlived(machinery(root(config))):
        raise PluginError(
            "requirements.txt, runner/ or hooks/ has changed: stop `mkdocs serve` (Ctrl+C), start "
            "it anew (make serve)"
        )
    installed.refuse_others(root(config))
    check(root(config), record=session.serving, say=log.info)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Mounts snippets, records and figures at /snippets/; those figures that speak the language."""
    for name, path in sources.mounted(root(config), Path(config.docs_dir).name):
        files.append(File.generated(config, name, abs_src_path=str(path)))
    return files


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:
    """Rebuilds on edits of all that a page is made of; imports what its snippets will need."""
    stand_by(root(config))
    for name in WATCHED:
        if (root(config) / name).exists():
            server.watch(str(root(config) / name))
    return server


def on_build_error(error: Exception) -> None:
    """What has a message of ours needs no traceback, here and under `mkdocs serve`."""
    if text := _said(error):
        log.error(text)
        raise Abort("Aborted: the site is as it was") from None


def _said(error: Exception) -> str | None:
    """What to say of a missing snippet, of a file that cannot be read or written, of a check."""
    if isinstance(error, OSError):
        return remedy(error)
    if isinstance(error, SnippetMissingError):
        return (
            f"{error}. A page includes what is not there: mend the name, or record the snippet "
            "(python -m runner --record)"
        )
    return str(error) if isinstance(error, RunnerError) else None
