"""Inside a snippet's process, as it ends: threads and processes that it has left running."""

import contextlib
import os
import re
import sys
import threading
import time
from pathlib import Path

PATIENCE = 0.2  # seconds for what is about to end by itself
SUBREAPER = 36  # prctl(2): what a child leaves behind becomes a child of this process
SHOWN = 100  # characters of a command
COPY = re.compile(r"multiprocessing\.(forkserver|spawn) import")  # as this process was started
TRACKER = "resource_tracker"  # of multiprocessing: it ends once this process has


def adopt() -> None:
    """Have Linux keep below this process all that is started in it, even by what has ended."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)


def left_running() -> str:
    """What is still running, as text to say; empty if nothing is. Its processes are killed."""
    until = time.monotonic() + PATIENCE
    while True:
        threads, processes = _threads(), _processes()
        if not threads and not processes:
            return ""
        if time.monotonic() > until:
            break
        time.sleep(0.01)
    until = time.monotonic() + 10
    while (left := _processes()) and time.monotonic() < until:  # one may leave others
        for number in left:
            with contextlib.suppress(OSError):
                os.kill(number, 9)
    if processes:
        command = next(iter(processes.values()))
        name = f"{command[:SHOWN]} …" if len(command) > SHOWN else command
        return f"it leaves a process running ({name}). Wait for it, or end it: .wait(), .kill()"
    return f"it leaves a thread running ({threads[0]}). Wait for it: .join(), .shutdown()"


def _threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t is not threading.current_thread()]


def _processes() -> dict[int, str]:
    """Commands of the processes below this one, by number."""
    found = _below_linux(os.getpid()) if sys.platform == "linux" else _below(os.getpid())
    named = {n: "a copy of itself" if COPY.search(c) else c for n, c in found.items()}
    return {number: command for number, command in named.items() if TRACKER not in command}


def _below_linux(number: int) -> dict[int, str]:
    parents: dict[int, list[tuple[int, str]]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has just ended
            stat = (folder / "stat").read_text("utf-8", "replace")
            state, parent = stat.rpartition(")")[2].split()[:2]
            command = (folder / "cmdline").read_text("utf-8", "replace").replace("\0", " ")
            if state not in "ZX":  # these have ended
                parents.setdefault(int(parent), []).append((int(folder.name), command.strip()))
    found: dict[int, str] = {}
    todo = [number]
    while todo:
        below = parents.get(todo.pop(), [])
        found.update(below)
        todo += [child for child, _ in below]
    return found


def _below(number: int) -> dict[int, str]:
    try:
        import psutil
    except ImportError:  # a topic's packages, which need not hold it
        return {}
    found = {}
    for process in psutil.Process(number).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if process.status() != psutil.STATUS_ZOMBIE:
                found[process.pid] = " ".join(process.cmdline())
    return found
