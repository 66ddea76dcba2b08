"""Hands snippets to worker processes, which stay warm, and yields what each one did."""

import atexit
import contextlib
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .environment import LOCK, can_fork
from .job import Job, Result
from .packages import Packages, folder_of, of_folder
from .snippet import FOLDER, Snippet, find
from .telling import RunnerError, shortened

HOME = Path(__file__).resolve().parent.parent  # where `import runner` works from

Say = Callable[[str], None]


class WorkerProcess:
    """A `python -m runner.worker` that has imported what the snippets at hand need.

    It stays until the program ends, so that under `mkdocs serve` an edited snippet runs at once.
    """

    def __init__(self, packages: Packages, preload: set[str]):
        self.packages, self.preload = packages, preload
        self.root = packages.root
        self.environment = packages.variables()
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._process = subprocess.Popen(
            [str(packages.python), "-P", "-m", "runner.worker"],
            env={**self.environment, "PYTHONPATH": str(HOME)},
            cwd=self.root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            encoding="utf-8",
        )
        self._send({"preload": sorted(preload), "slots": slots()})

    def serves(self, packages: Packages, preload: set[str]) -> bool:
        """True if this worker can run snippets on `packages` that import `preload`."""
        return (
            self._process.poll() is None
            and self.packages == packages
            and preload <= self.preload
            and self.environment == packages.variables()
        )

    def answers(
        self, jobs: list[Job], started: Callable[[int], None]
    ) -> Iterator[tuple[int, Result]]:
        """Yield (id, result) as jobs end; call `started` with the id as each begins."""
        for job in jobs:
            self._send(asdict(job))
        running: set[int] = set()
        for _ in range(2 * len(jobs)):  # each job is said to have started, then to have ended
            message = self._receive([job for job in jobs if job.id in running])
            number: int = message["id"]
            if message["event"] == "started":
                running.add(number)
                started(number)
            else:
                running.discard(number)
                yield number, Result.from_json(message["result"])

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        with contextlib.suppress(BrokenPipeError):  # it has ended and left something unread
            self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._errors.close()

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._ended([]) from None

    def _receive(self, running: list[Job]) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise self._ended(running)
        message: dict[str, Any] = json.loads(line)
        return message

    def _ended(self, running: list[Job]) -> RunnerError:
        self._errors.seek(0)
        names = " ".join(Path(job.path).relative_to(self.root).as_posix() for job in running)
        ran = f"{names or 'no snippet'} ran then"
        text = (
            f"the process that starts the snippets has ended; {ran}. Is memory short? Try again: "
        )
        text += f"python -m runner {names}".rstrip()
        return RunnerError(shortened(f"{text}\n{self._errors.read()}".rstrip()))


# For each Python, one for first and one for second runs, so that both stay warm.
_workers: dict[tuple[Path, bool], WorkerProcess] = {}


def results(
    packages: Packages, imports: dict[Snippet, set[str]], say: Say, second: bool = False
) -> Iterator[tuple[Snippet, Result]]:
    """Run snippets on `packages`, given with what each imports; yield as they end, in any order.

    They share one import of what they need, but for those that set environment variables: these
    start from a bare interpreter, and first, for they take longest. A `second` run shares nothing
    with a first one: other hash seed, other addresses. `say` hears which begins and how many are
    left.
    """
    if not imports:
        return
    snippets = list(imports)
    left = len(snippets)

    def started(index: int) -> None:
        nonlocal left
        left -= 1
        say(f"running {snippets[index].title}" + (f" ({left} to go)" if left else ""))

    jobs = [_job(index, snippet) for index, snippet in enumerate(snippets)]
    jobs.sort(key=lambda job: not job.fresh)
    preload = {name for job in jobs if not job.fresh for name in imports[snippets[job.id]]}
    try:
        worker = _worker(packages, preload, say, second)
        for index, result in worker.answers(jobs, started):
            yield snippets[index], result
    except BaseException:
        stop()  # interrupted: nothing may go on behind the reader's back
        raise


def _job(number: int, snippet: Snippet) -> Job:
    return Job(
        id=number,
        path=str(snippet.path),
        modules=str(snippet.root / FOLDER),
        hide=[str(HOME), str(snippet.root)],
        timeout=snippet.timeout,
        fresh=snippet.wants_fresh_interpreter,
        texts=snippet.texts,
    )


def _worker(packages: Packages, preload: set[str], say: Say, second: bool) -> WorkerProcess:
    """The worker that stands by, or a new one in its place if it has not imported enough."""
    key = packages.python, second
    worker = _workers.get(key)
    if worker and worker.serves(packages, preload):
        return worker
    if worker:
        _workers.pop(key).close()
    if preload and can_fork():
        say(f"importing {', '.join(sorted(preload))}, once for all snippets")
    worker = _workers[key] = WorkerProcess(packages, preload)
    return worker


def stand_by(root: Path) -> None:
    """Start the workers for first and second runs, which go on to import what snippets here need.

    Then a snippet that is edited need not wait for it. Does nothing where no process can be forked
    from one that has imported.
    """
    if not can_fork():
        return
    preload: set[str] = set()
    own = Packages(root, root / LOCK)
    for snippet in find(root):
        with contextlib.suppress(RunnerError):  # a check says it
            ours = of_folder(root, folder_of(snippet)) == own
            if ours and not snippet.wants_fresh_interpreter:
                preload |= snippet.packages()
    for second in (False, True):
        _worker(own, preload, lambda text: None, second)


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
