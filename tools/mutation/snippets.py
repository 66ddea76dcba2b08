"""What kills a mutant of a snippet: its record, then the tests that look at it."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from runner import RunnerError
from runner.packages import Packages, folder_of, of_folder, topics
from runner.snippet import FOLDER, Snippet, find

from .early import stopping, trained
from .equivalence import of_a_kind
from .judge import LONG, Judge
from .looking import OF_EACH, looking
from .mutants import FOLDER as KEPT
from .mutants import Mutant
from .scratch import LATE, LEAST, TIMES, Warm, Workers, usual_seconds, where

BATCH = 60  # snippets handed to a worker at once
CHUNK = 1200  # mutants that are judged to the end before others, for it may be stopped
RECORDS = {  # as a build runs a snippet, and as on a processor without oneDNN's kernels
    (): "its record",
    (("TF_ENABLE_ONEDNN_OPTS", "0"),): "its record, without oneDNN",
}


class OfSnippets(Judge):
    """Its record, then the tests of its topic and whichever else name it.

    Those on NumPy alone are a part of their own: they are tried in milliseconds, the others not.
    """

    numpy_alone: bool

    def __init__(self, root: Path):
        super().__init__(root)
        elsewhere = {name for name, packages in topics(root).items() if not packages.ready}
        ready = [s for s in find(root) if s.path.parent.name not in elsewhere]
        snippets = [s for s in ready if (s.packages() <= {"numpy"}) == self.numpy_alone]
        self.files = [snippet.path for snippet in snippets]
        self.by_name = {snippet.name: snippet for snippet in snippets}
        self.seconds: dict[tuple[str, ...], float] = {}
        self.elsewhere: dict[Packages, Warm] = {}
        # not in the project: there a snippet may not write
        self.trained = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)

    def judge(self, mutants: list[Mutant]) -> Iterator[tuple[Mutant, str]]:
        seconds = usual_seconds(self.root)  # quick snippets first: few take most of the time
        mutants = sorted(mutants, key=lambda m: seconds.get(self.by_name[m.file].title, 4.0))
        for start in range(0, len(mutants), CHUNK):
            alive = dict.fromkeys(mutants[start : start + CHUNK])
            for variables, by in RECORDS.items():
                for mutant, problem in self._recorded([*alive], dict(variables)):
                    if problem:
                        del alive[mutant]
                        yield mutant, LATE if problem == LATE else by
            for mutant in alive:  # tests take longer
                yield mutant, self._tested(mutant)

    def _recorded(
        self, mutants: list[Mutant], variables: dict[str, str]
    ) -> Iterator[tuple[Mutant, str]]:
        """What is wrong with the output of each, with these environment variables.

        Nothing of those whose snippet, as it is, does not do there what its record says.
        """
        names = dict.fromkeys(mutant.file for mutant in mutants)
        snippets = [self.by_name[name] for name in names]
        workers = Workers(self.root, snippets)
        with patch.dict(os.environ, variables), contextlib.closing(workers):
            for index, problem in self._problems(workers, [(s, s.source) for s in snippets]):
                if problem and not variables:
                    text = f"{snippets[index].title} does not do what its record says, unchanged. "
                    raise RunnerError(f"{text}Mend that first: {problem}")
                if problem:
                    del names[f"{FOLDER}/{snippets[index].title}"]
            some = [mutant for mutant in mutants if mutant.file in names]
            given = [(self.by_name[m.file], m.applied(self.by_name[m.file].source)) for m in some]
            for index, problem in self._problems(workers, given):
                yield some[index], problem

    def _problems(
        self, workers: Workers, given: list[tuple[Snippet, str]]
    ) -> Iterator[tuple[int, str]]:
        """(index, what is wrong or empty) of each snippet with that text instead of its own."""
        folder = self.root / KEPT / f"planted-{os.getpid()}"
        records = {s: s.text_record for s, _ in given}
        recorded = {s: p.read_text("utf-8") if p.exists() else "" for s, p in records.items()}
        for start in range(0, len(given), BATCH):
            planted = []
            for number, (snippet, text) in enumerate(given[start : start + BATCH]):
                path = where(self.root, folder / str(number), snippet)
                path.parent.mkdir(parents=True)
                run = stopping(trained(text, Path(self.trained.name)), recorded[snippet])
                path.write_text(run, encoding="utf-8", newline="\n")
                planted.append((snippet, text, path))
            try:
                for index, problem in workers.problems(planted, self.root / FOLDER):
                    yield start + index, problem
            finally:
                shutil.rmtree(folder)

    def _tested(self, mutant: Mutant) -> str:
        snippet = self.by_name[mutant.file]
        if of_a_kind(mutant, snippet.source):  # not worth the minutes that others take
            return self.tested(mutant, OF_EACH)
        for packages, tests in looking(snippet):
            if seconds := self._usually(packages, tests):
                most = max(LEAST, TIMES * seconds)
                warm = self._warm(packages)
                if by := self.tested(mutant, *tests, timeout=most, of_one=most, warm=warm):
                    return by
        return ""

    def _usually(self, packages: Packages, tests: tuple[str, ...]) -> float:
        """Seconds that these take with no mutant; 0 where they do not pass, or are not here."""
        if tests not in self.seconds:
            done = self._warm(packages).pytest(*tests, timeout=LONG) if packages.ready else {}
            self.seconds[tests] = done["seconds"] if done.get("code") == 0 else 0
        return self.seconds[tests]

    def _warm(self, packages: Packages) -> Warm:
        if packages.own:
            return self.warm
        if packages not in self.elsewhere:
            modules = {"pytest"}
            for snippet in self.by_name.values():
                if of_folder(self.root, folder_of(snippet)) == packages:
                    modules |= snippet.packages(packages.site)
            self.elsewhere[packages] = Warm(packages, self.scratch.folder, sorted(modules))
        return self.elsewhere[packages]

    def close(self) -> None:
        while self.elsewhere:
            self.elsewhere.popitem()[1].close()
        self.trained.cleanup()
        super().close()


class OnNumpy(OfSnippets):
    numpy_alone = True


class OnMore(OfSnippets):
    numpy_alone = False
