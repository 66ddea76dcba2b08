"""A fault, planted in a project of its own, and what has to be said of it."""

import logging
import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from tests.project import ROOT, Project


@dataclass(frozen=True)
class Fault:
    """What is planted, and texts that the message has to hold: the file first, then the remedy."""

    plant: Callable[[Project], object]
    file: str
    remedy: str
    more: str = ""

    def is_told_in(self, message: str) -> None:
        for words in (self.file, self.remedy, self.more):
            assert words in message, message
        trace = message.partition("Traceback")[2]  # of a snippet, which is its own business
        assert not re.search("/(mkdocs|hooks|runner)/", trace), message


def sections(message: str) -> dict[str, str]:
    """What a check says, by the folder of the topic that it says it of."""
    parts = re.split(r"\n\n(?=snippets/)", message)
    return {part.split("/")[1]: part for part in parts if part.startswith("snippets/")}


class Heard(logging.Handler):
    """What MkDocs logs."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def failure(project: Project) -> str:
    """What `mkdocs build` says as it fails; empty if it does not.

    An exception that MkDocs would show as a traceback goes through.
    """
    heard, log = Heard(), logging.getLogger("mkdocs")
    log.addHandler(heard)
    try:
        config = load_config(str(project.folder / "mkdocs.yml"))
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except MkDocsException as error:
        return "\n".join([*heard.lines, str(error)])
    finally:
        log.removeHandler(heard)
    return ""


def run(project: Project, command: list[str], **options: Any) -> tuple[int, str]:
    """The exit code of a command in the project's folder, and what it says."""
    done = subprocess.run(
        command,
        cwd=project.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        **options,
    )
    return done.returncode, done.stdout + done.stderr
