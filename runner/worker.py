"""Executes snippets side by side: `python -m runner.worker`, one JSON line in, two out, a job.

A process of its own, so that it has the clean environment the snippets are to see, and so that
sandboxes do not start from whatever program uses the runner. Each snippet has a sandbox of its
own: a process forked from one that has already imported what the snippets need where forking is
safe, started afresh elsewhere and for snippets that set environment variables.
"""

import json
import multiprocessing
import os
import queue
import shutil
import sys
import tempfile
import threading
import time
from dataclasses import asdict
from multiprocessing import forkserver
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from . import sandbox
from .environment import can_fork
from .job import Job, Problem, Result
from .telling import remedy
from .verdict import prints_too_much, verdict

LONGEST = (
    75  # characters of TMPDIR: a socket's path has 107, and multiprocessing's name below it 32
)
GRACE = 30  # seconds beyond its timeout before a snippet that cannot end itself is killed


class Sandbox:
    """The process of one snippet, and the folder that it leaves its result in."""

    def __init__(self, job: Job, context: Any):
        self.job = job
        self.folder = Path(tempfile.mkdtemp(prefix="snippet-"))
        (self.folder / "work").mkdir()
        self.process: BaseProcess = context.Process(target=sandbox.execute, args=(job, self.folder))
        self.process.start()
        self._last = time.monotonic() + job.timeout + GRACE

    def is_over(self) -> bool:
        """True if it has ended, or has to: it cannot stop, or fills the disk."""
        ended = not self.process.is_alive()
        return ended or time.monotonic() > self._last or prints_too_much(self.folder)

    def end(self) -> int | None:
        """Kill what is left: the process and, where groups exist, all it has started.

        Gives the exit code, or None if the process had not ended by itself.
        """
        code = None if self.process.is_alive() else self.process.exitcode
        assert self.process.pid
        try:
            os.killpg(self.process.pid, 9)
        except (AttributeError, ProcessLookupError, PermissionError):
            self.process.kill()
        self.process.join()
        return code

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def main() -> None:
    """Read {"preload": [...], "slots": n} and then jobs from stdin until it closes."""
    setup = json.loads(sys.stdin.readline())
    fresh: Any = multiprocessing.get_context("spawn")
    warm: Any = fresh
    if can_fork():
        if len(os.fsencode(tempfile.gettempdir())) > LONGEST:
            tempfile.tempdir = "/tmp"
        warm = multiprocessing.get_context("forkserver")
        warm.set_forkserver_preload(["runner.sandbox", *setup["preload"]])
        forkserver.ensure_running()  # it imports at once, not when the first snippet comes
    jobs: queue.Queue[Job | None] = queue.Queue()
    gone = threading.Event()  # whoever asked: what runs then need not end
    threading.Thread(target=_read, args=(jobs, gone), daemon=True).start()
    open_now: list[Sandbox] = []
    try:
        while not gone.is_set():
            while len(open_now) < setup["slots"]:
                try:
                    job = jobs.get(block=not open_now)
                except queue.Empty:
                    break
                if job is None:
                    return
                _say({"id": job.id, "event": "started"})
                try:
                    open_now.append(Sandbox(job, fresh if job.fresh else warm))
                except OSError as error:  # no disk for it, no process
                    text = f"no process for it: {error}. Close other programs, then try again"
                    _ended(job, Result(problem=Problem(None, remedy(error) or text)))
            wait([box.process.sentinel for box in open_now], timeout=0.05)
            for box in [box for box in open_now if box.is_over()]:
                result = verdict(box.folder, box.job, box.end())
                box.clear()
                open_now.remove(box)
                _ended(box.job, result)
    except KeyboardInterrupt:
        pass
    finally:
        for box in open_now:
            box.end()
            box.clear()


def _read(jobs: queue.Queue[Job | None], gone: threading.Event) -> None:
    for line in sys.stdin:
        jobs.put(Job(**json.loads(line)))
    gone.set()
    jobs.put(None)


def _ended(job: Job, result: Result) -> None:
    _say({"id": job.id, "event": "ended", "result": asdict(result)})


def _say(message: dict[str, Any]) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main()
