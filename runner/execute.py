"""Hands snippets to a worker process and yields what each one did."""

import atexit
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from .environment import child_environment
from .snippet import FOLDER, Snippet
from .worker import CAN_FORK

HOME = Path(__file__).resolve().parent.parent  # where `import runner` works from


class Worker:
    """A running `python -m runner.worker` that has imported what the snippets at hand need.

    It stays until the program ends, so that under `mkdocs serve` an edited snippet runs at once.
    """

    def __init__(self, root: Path, preload: set[str]):
        self.root, self.preload = root, preload
        self.environment = child_environment(root)
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "runner.worker"],
            env={**self.environment, "PYTHONPATH": str(HOME)},
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            encoding="utf-8",
        )
        self._send({"preload": sorted(preload), "slots": slots()})

    def serves(self, root: Path, preload: set[str]) -> bool:
        """True if this worker can run snippets of `root` that need `preload`."""
        return (
            self._process.poll() is None
            and self.root == root
            and preload <= self.preload
            and self.environment == child_environment(root)
        )

    def run(self, jobs: list[dict], started: Callable[[int], None]) -> Iterator[tuple[int, dict]]:
        """Yield (id, result) as jobs end; call `started` with the id as each begins."""
        for job in jobs:
            self._send(job)
        left = len(jobs)
        while left:
            line = self._process.stdout.readline()
            if not line:
                self._errors.seek(0)
                raise RuntimeError(f"the snippets' worker process ended:\n{self._errors.read()}")
            message = json.loads(line)
            if message["event"] == "started":
                started(message["id"])
            else:
                left -= 1
                yield message["id"], message["result"]

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.stdin.close()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.stdout.close()
        self._errors.close()

    def _send(self, message: dict) -> None:
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()


_workers: dict[bool, Worker] = {}  # for first and for second runs, so that both stay warm


def execute(
    snippets: list[Snippet],
    started: Callable[[Snippet], None],
    say: Callable[[str], None],
    second: bool = False,
) -> Iterator[tuple[int, dict]]:
    """Run `snippets` and yield (index, result) as each ends, in any order.

    They share one import of what they need, but for those that set environment variables: these
    start from a bare interpreter, and first, for they take longest. A `second` run shares nothing
    with a first one: other hash seed, other addresses.
    """
    if not snippets:
        return
    root = snippets[0].root
    preload = {p for s in snippets if not s.wants_fresh_interpreter for p in s.packages}
    worker = _workers.get(second)
    if worker is None or not worker.serves(root, preload):
        if worker:
            worker.close()
        if preload and CAN_FORK:
            say(f"importing {', '.join(sorted(preload))}, once for all snippets")
        worker = _workers[second] = Worker(root, preload)
    jobs = [
        {
            "id": index,
            "path": str(snippet.path),
            "modules": str(root / FOLDER),
            "hide": [str(HOME), str(root)],
            "timeout": snippet.timeout,
            "fresh": snippet.wants_fresh_interpreter,
        }
        for index, snippet in enumerate(snippets)
    ]
    jobs.sort(key=lambda job: not job["fresh"])
    try:
        yield from worker.run(jobs, lambda index: started(snippets[index]))
    except BaseException:
        stop()  # interrupted: nothing may go on behind the reader's back
        raise


@atexit.register
def stop() -> None:
    """End the workers, if there are any."""
    while _workers:
        _workers.popitem()[1].close()


def slots() -> int:
    """How many snippets run at once: as many as this process may use cores."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
