"""A fault, planted in a project of its own, and what has to be said of it."""

import importlib.util
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

OWN_LINES = 3  # of a message; what it cites may follow: a difference, a traceback, others' words
CITED = 50  # lines of that
DO = (
    "bring change close delete free give import include install keep leave let make mend move name"
    " print put record run save say seed set stop strip take use wait write"
)
REMEDY = re.compile(rf"(?:^|[.;:,] |\bor |\): ?)({DO.replace(' ', '|')})\b|python -m ", re.I | re.M)
SAYS_WHERE = re.compile(r"[\w-]\.(py|md|txt|svg|toml|yml|in|json)\b|\w/(?=[\w. :]|$)|/\w", re.M)
COMMAND = re.compile(r"python -m ([\w.]+)")
PROGRESS = re.compile(r"INFO |running |importing |recorded |ended with |previous$|\d+$")
# What MkDocs says itself begins so.
MKDOCS = re.compile(r"Config value |Aborted|Error reading page [^:]*:$")


def is_clear(message: str) -> None:
    """Fails unless each message says where and what to do, in few lines and no wrong command."""
    for text in re.split(r"\n\n(?=\S+\.\w+:)", message.strip()):
        own, cited = _parts([line for line in text.splitlines() if not MKDOCS.match(line)])
        said = "\n".join(own)
        assert len(own) <= OWN_LINES, text
        assert len(cited) <= CITED, text
        if own:
            assert SAYS_WHERE.search(said), text
            assert REMEDY.search(said), text
        for module in COMMAND.findall(said):
            assert importlib.util.find_spec(module.rstrip(".")), text


def complaint(said: str) -> str:
    """What a command has said, without its progress."""
    lines = [line for line in said.splitlines() if not PROGRESS.match(line)]
    return "\n".join(re.sub(r"^(Error:|ERROR +-) +", "", line) for line in lines)


def _parts(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines of a message that are its own, and those that it cites, most of them indented."""
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else ""
        if line.startswith("Traceback") or re.match(r"\S.*:$", before):
            return lines[:number], lines[number:]
    own = [x for x in lines if not x.startswith("  ") or REMEDY.search(x)]
    return own, [x for x in lines if x not in own]


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
        if record.levelno > logging.INFO or record.name == "mkdocs.hooks.publishing":
            self.lines.append(record.getMessage())


def failure(project: Project) -> str:
    """What `mkdocs build` says as it fails; empty if it does not.

    An exception that MkDocs would show as a traceback goes through.
    """
    heard, log = Heard(), logging.getLogger("mkdocs")
    log.addHandler(heard)
    log.setLevel(logging.INFO)  # as the command has it
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
        log.setLevel(logging.NOTSET)
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
