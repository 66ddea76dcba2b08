"""A copy of the project to plant mutants in, and what judges them there."""

import contextlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runner import records
from runner.job import Job
from runner.packages import ENVIRONMENTS, Packages, folder_of, of_folder
from runner.pool import WorkerProcess
from runner.snippet import FOLDER, Snippet

from .mutants import FOLDER as KEPT
from .mutants import HERE, Mutant

LEAST = 60  # seconds that a mutant may take; more if it took long unchanged
TIMES = 10  # as long as it took unchanged; the machine may have other things to do
LATE = "it does not end"
QUIET = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly")
ELSEWHERE = ("-c", "pyproject.toml", "-p", "tests.values", "--confcutdir=tests/topics")
SET = re.compile(r'^os\.environ\["(\w+)"\] = "(\w+)"[^\n]*\n', re.MULTILINE)
IMPORTED = (  # what tests on the project's own packages import, and nothing of ours
    *("keras", "numpy", "scipy.signal", "hypothesis", "matplotlib.pyplot"),
    *("pytest", "psutil", "playwright.sync_api", "mkdocs.commands.build"),
)


class Scratch:
    """The project's files in a folder of their own, in the cache of `root`."""

    def __init__(self, root: Path, name: str):
        self.root = root
        self.folder = root / KEPT / f"{name}-{os.getpid()}"
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root,
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for file in filter(None, listed.split("\0")):
            if (root / file).is_file():
                (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / file, self.folder / file)
        environments = self.folder / ENVIRONMENTS
        environments.parent.mkdir(parents=True)
        environments.symlink_to(root / ENVIRONMENTS)  # for tests on the packages of a topic

    @contextlib.contextmanager
    def planted(self, mutant: Mutant) -> Iterator[None]:
        path = self.folder / mutant.file
        source = path.read_bytes()
        path.write_text(mutant.applied(source.decode()), encoding="utf-8", newline="\n")
        try:
            yield
        finally:
            path.write_bytes(source)

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class Warm:
    """pytest in `folder`, in forks of a process that has imported `modules`."""

    def __init__(self, packages: Packages, folder: Path, modules: Iterable[str] = IMPORTED):
        self.packages, self.folder, self.modules = packages, folder, modules
        quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore::EncodingWarning"}
        warned = {"PYTHONWARNDEFAULTENCODING": "1"}  # as make test does
        self.variables = packages.variables() | quiet | warned
        self.process: subprocess.Popen[str] | None = None

    def pytest(self, *arguments: str, timeout: float) -> dict[str, Any]:
        """Its exit code, None where it did not end in `timeout` seconds; and what it said."""
        if self.process is None:
            self.process = subprocess.Popen(
                [str(self.packages.python), "-P", str(HERE / "warm.py"), *self.modules],
                env=self.variables,
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
        assert self.process.stdin
        assert self.process.stdout
        given = [*QUIET, *(() if self.packages.own else ELSEWHERE), *arguments]
        asked = {"folder": str(self.folder), "arguments": given, "timeout": timeout}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def close(self) -> None:
        if self.process:
            assert self.process.stdin
            self.process.stdin.close()  # it ends by itself, unless it runs tests
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
            self.process.terminate()
            self.process.wait()


@dataclass(frozen=True)
class Settings(Packages):
    """Packages that are imported where these variables are set."""

    more: tuple[tuple[str, str], ...]

    def variables(self) -> dict[str, str]:
        return super().variables() | dict(self.more)


class Workers:
    """The runner's own workers: one for each list of packages, and for each way to import them."""

    def __init__(self, root: Path, snippets: list[Snippet]):
        self.root, self.seconds = root, usual_seconds(root)
        self.open: dict[Packages, WorkerProcess] = {}
        self.preload: dict[Packages, set[str]] = {}
        for snippet in snippets:
            packages = self._packages(snippet, snippet.source)
            needed = self.preload.setdefault(packages, set())
            if not snippet.wants_fresh_interpreter or isinstance(packages, Settings):
                needed |= snippet.packages(packages.site)

    def _packages(self, snippet: Snippet, text: str) -> Packages:
        """What it runs on; imported with the variables that it sets, if `text` sets them as it.

        One that sets others starts from a bare interpreter, as all that set any do in a build.
        """
        packages = of_folder(self.root, folder_of(snippet))
        found = [*SET.finditer(snippet.source)]
        if not found or len(found) != snippet.source.count("os.environ"):
            return packages
        if not text.startswith(snippet.source[: found[-1].end()]):
            return packages
        more = tuple((variable[1], variable[2]) for variable in found)
        return Settings(packages.root, packages.lock, more)

    def problems(
        self, given: list[tuple[Snippet, str, Path]], modules: Path
    ) -> Iterator[tuple[int, str]]:
        """(index, what is wrong or empty) of each snippet with that text, which is in that file."""
        groups: dict[Packages, list[Job]] = {}
        for index, (snippet, text, path) in enumerate(given):
            packages = self._packages(snippet, text)
            seconds = self.seconds.get(snippet.title, 4.0)
            job = Job(
                id=index,
                path=str(path),
                modules=str(modules),
                hide=[str(self.root)],
                timeout=max(LEAST, round(TIMES * seconds)),
                fresh=snippet.wants_fresh_interpreter and not isinstance(packages, Settings),
                texts=snippet.texts,
            )
            groups.setdefault(packages, []).append(job)
        for packages, jobs in groups.items():
            for index, result in self._worker(packages).answers(jobs, lambda number: None):
                wrong = result.problem.text if result.problem else ""
                wrong = LATE if wrong.startswith("still running") else wrong
                yield index, wrong or records.difference(given[index][0], result)

    def _worker(self, packages: Packages) -> WorkerProcess:
        if packages not in self.open:
            self.open[packages] = WorkerProcess(packages, self.preload.get(packages, set()))
        return self.open[packages]

    def close(self) -> None:
        while self.open:
            self.open.popitem()[1].close()


def usual_seconds(root: Path) -> dict[str, float]:
    """Of each snippet by its title, in the last check."""
    path = root / ".cache" / "runner" / "report.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["snippets"] if path.exists() else []
    return {row["snippet"]: row["seconds"] for row in rows}


def where(root: Path, folder: Path, snippet: Snippet) -> Path:
    """The snippet's file in a copy of the project."""
    return folder / FOLDER / snippet.path.relative_to(root / FOLDER)
