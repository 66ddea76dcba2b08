"""What became of a sandbox: read from its folder by the worker, once its process has ended."""

import dataclasses
import json
import os
import re
import shutil
import signal
from pathlib import Path

from .job import Job, Problem, Result
from .noise import noise

MUCH = 1_000_000  # bytes that a snippet may print: a page shows a few lines
STDERR = "it writes to stderr, which no page shows. Mend the cause, or print it. On stderr:\n"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff]")  # all but the tab and the end of a line
ROOM = 1_000_000  # bytes without which a disk counts as full


def verdict(folder: Path, job: Job, exitcode: int | None) -> Result:
    """The result of `job`; `exitcode` is None if its process had to be killed."""
    if prints_too_much(folder):
        text = f"it prints more than {MUCH:,} bytes, which no page shows; let it print a few lines"
        return Result(problem=Problem(None, text))
    if shutil.disk_usage(folder).free < ROOM:
        where = f"the disk that holds {folder.parent} is full, so that it could not be executed"
        mend = "Free some space, or set TMPDIR to a folder of another disk"
        return Result(problem=Problem(None, f"{where}. {mend}"))
    stdout, stderr = _read(folder / "stdout.txt"), noise(_text(_read(folder / "stderr.txt")))
    try:
        left = json.loads(_read(folder / "result.json"))
        result = Result.from_json({**left, "stdout": _text(stdout)})
    except (ValueError, TypeError):
        late = _text(_read(folder / "timeout.txt"))
        problem = _late(job, late) if late or exitcode is None else _dead(exitcode, stderr)
        return Result(_text(stdout), problem=problem)
    if result.problem:
        return result
    return dataclasses.replace(result, problem=_unfit(stdout, stderr, result.figure))


def prints_too_much(folder: Path) -> bool:
    """True if what it has printed so far is more than a page could show, or stderr is full."""
    streams = (folder / "stdout.txt", folder / "stderr.txt")
    return any(path.exists() and path.stat().st_size > MUCH for path in streams)


def _read(path: Path) -> bytes:
    """The file's bytes, on Windows without its carriage returns; nothing without a file."""
    data = path.read_bytes() if path.exists() else b""
    return data.replace(b"\r\n", b"\n") if os.name == "nt" else data


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _late(job: Job, trace: str) -> Problem:
    here = re.search(rf'File "{re.escape(job.path)}", line (\d+)', trace)
    text = (
        f"still running after {job.timeout} s. Make it shorter, or put the line "
        f"`# timeout: {2 * job.timeout}` at its top"
    )
    return Problem(int(here[1]) if here else None, text)


def _dead(exitcode: int | None, stderr: str) -> Problem:
    by = next((f" ({s.name})" for s in signal.Signals if s == -(exitcode or 0)), "")
    text = f"its process ended with exit code {exitcode}{by} before the snippet did"
    mend = "Let it run to its last line"
    if by == " (SIGKILL)":
        mend += "; a system that is short of memory kills too"
    said = f". On stderr:\n{stderr}" if stderr else ""
    return Problem(None, f"{text}. {mend}{said}")


def _unfit(stdout: bytes, stderr: str, figure: str | None) -> Problem | None:
    """Why a page cannot show what a snippet did that ran to its end."""
    text = None
    if stderr:
        text = STDERR + stderr
    elif not stdout and not figure:
        text = "it prints nothing and draws nothing; let it show its idea"
    elif code := CONTROL.search(_text(stdout)):
        text = f"it prints control codes ({code[0]!r}), which a page cannot show; strip them"
    elif _text(stdout).encode() != stdout:
        text = "it prints bytes that are not UTF-8, which a page cannot show; print text"
    return Problem(None, text) if text else None
