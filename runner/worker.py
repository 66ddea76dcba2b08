"""Executes snippets side by side: `python -m runner.worker`, one JSON line in, one out, a job.

A process of its own, so that it has the clean environment the snippets are to see, and so that
children do not start from whatever program uses the runner. Each snippet has a process of its
own: forked from one that has already imported what the snippets need where forking is safe,
started afresh elsewhere and for snippets that set environment variables.
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
from multiprocessing.connection import wait
from pathlib import Path

from . import child

# Apple's frameworks may not survive a fork. RUNNER_FORK=0: nor may something on this Linux.
CAN_FORK = sys.platform == "linux" and os.environ.get("RUNNER_FORK") != "0"
GRACE = 30  # seconds beyond its timeout before a snippet that cannot end itself is killed


def main() -> None:
    """Read {"preload": [...], "slots": n} and then jobs from stdin until it closes."""
    setup = json.loads(sys.stdin.readline())
    fresh = multiprocessing.get_context("spawn")
    warm = fresh
    if CAN_FORK:
        warm = multiprocessing.get_context("forkserver")
        warm.set_forkserver_preload(["runner.child", *setup["preload"]])
    jobs: queue.Queue = queue.Queue()
    threading.Thread(target=_read, args=(jobs,), daemon=True).start()
    running: dict = {}
    open_input = True
    try:
        while open_input or running:
            while open_input and len(running) < setup["slots"]:
                try:
                    job = jobs.get(block=not running)
                except queue.Empty:
                    break
                if job is None:
                    open_input = False
                    break
                _start(job, fresh if job["fresh"] else warm, running)
            if not open_input:
                break  # whoever asked is gone
            if running:
                wait([p.sentinel for p, *_ in running.values()], timeout=0.05)
                _collect(running)
    except KeyboardInterrupt:
        pass
    finally:
        for process, _, folder, _ in running.values():
            _end(process)
            shutil.rmtree(folder, ignore_errors=True)


def _read(jobs: queue.Queue) -> None:
    for line in sys.stdin:
        jobs.put(json.loads(line))
    jobs.put(None)


def _start(job: dict, context, running: dict) -> None:
    folder = Path(tempfile.mkdtemp(prefix="snippet-"))
    (folder / "work").mkdir()
    process = context.Process(target=child.run, args=({**job, "folder": str(folder)},))
    process.start()
    running[job["id"]] = (process, job, folder, time.monotonic())
    _say({"id": job["id"], "event": "started"})


def _collect(running: dict) -> None:
    for key, (process, job, folder, started) in list(running.items()):
        late = time.monotonic() - started > job["timeout"] + GRACE
        if process.is_alive() and not late:
            continue
        exitcode = None if process.is_alive() else process.exitcode
        _end(process)
        result = child.outcome(folder, job["path"], exitcode, job["timeout"])
        shutil.rmtree(folder, ignore_errors=True)
        del running[key]
        _say({"id": key, "event": "ended", "result": result})


def _end(process) -> None:
    """Kill what is left of a snippet: its process and, where groups exist, all it has started."""
    try:
        os.killpg(process.pid, 9)
    except (AttributeError, ProcessLookupError, PermissionError):
        process.kill()
    process.join()


def _say(message: dict) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main()
