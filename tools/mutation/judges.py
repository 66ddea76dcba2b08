"""What kills a mutant: the records of snippets, and the tests. One judge for each part."""

import contextlib
import os
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

from runner import RunnerError
from runner.packages import topics
from runner.snippet import FOLDER, Snippet, find

from .covering import Covering, Part
from .early import stopping
from .equivalence import of_a_kind
from .mutants import FOLDER as KEPT
from .mutants import Mutant
from .scratch import LATE, Scratch, Warm, Workers, usual_seconds, where

CONVERTER = "snippets/fully_convolutional.py"
LONG = 3600  # seconds that tests may take, on a machine that has other things to do
LIKELY = 5  # of the tests that have killed others of a file, those that killed most
BATCH = 60  # snippets handed to a worker at once
CHUNK = 1200  # mutants that are judged to the end before others, for it may be stopped
TESTS = "tests/converter"
OF_EACH = "tests/test_tolerances.py"  # looks at the source of every snippet
RECORDS = {  # as a build runs a snippet, and as on a processor without oneDNN's kernels
    (): "its record",
    (("TF_ENABLE_ONEDNN_OPTS", "0"),): "its record, without oneDNN",
}
NOT_OF_BEHAVIOUR = f"--deselect={TESTS}/test_source.py::test_types"  # mypy does not run it


class Judge:
    """Tells of each mutant, once, what kills it; empty if nothing has."""

    files: list[Path]

    def __init__(self, root: Path):
        self.root = root
        self.scratch = Scratch(root, type(self).__name__.lower())
        self.warm = Warm(root, self.scratch.folder)

    def judge(self, mutants: list[Mutant]) -> Iterator[tuple[Mutant, str]]:
        raise NotImplementedError

    def close(self) -> None:
        self.warm.close()
        self.scratch.remove()

    def tested(
        self, mutant: Mutant, *tests: str, timeout: float = LONG, of_one: float = LONG
    ) -> str:
        """What of these tests says: they have to pass without the mutant."""
        each = (f"faulthandler_timeout={of_one}", "faulthandler_exit_on_timeout=true")
        with self.scratch.planted(mutant):
            done = self.warm.pytest(*tests, *(f"--override-ini={e}" for e in each), timeout=timeout)
        if done["code"] in (0, 5):  # passed, or none of them is here
            return ""
        if done["code"] is None or "Timeout (" in done["said"]:
            return LATE
        failed = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", done["said"], re.MULTILINE)
        return failed[1] if failed else "tests"  # nothing could be imported


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
        self.passes: dict[tuple[str, ...], bool] = {}

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
                text = stopping(text, recorded[snippet])
                path.write_text(text, encoding="utf-8", newline="\n")
                planted.append((snippet, path))
            try:
                for index, problem in workers.problems(planted, self.root / FOLDER):
                    yield start + index, problem
            finally:
                shutil.rmtree(folder)

    def _tested(self, mutant: Mutant) -> str:
        snippet = self.by_name[mutant.file]
        if of_a_kind(mutant, snippet.source):  # not worth the minutes that others take
            return self.tested(mutant, OF_EACH)
        tests = self._tests(snippet)
        if tests not in self.passes:
            self.passes[tests] = self.warm.pytest(*tests, timeout=LONG)["code"] == 0
        return self.tested(mutant, *tests) if tests and self.passes[tests] else ""

    def _tests(self, snippet: Snippet) -> tuple[str, ...]:
        own = f"tests/topics/test_{snippet.path.parent.name}.py"
        files = sorted((self.root / "tests" / "topics").glob("test_*.py"))
        naming = [p for p in files if snippet.title in p.read_text(encoding="utf-8")]
        names = {p.relative_to(self.root).as_posix() for p in naming} | {own, OF_EACH}
        return tuple(sorted(n for n in names if (self.root / n).exists()))


class OnNumpy(OfSnippets):
    numpy_alone = True


class OnMore(OfSnippets):
    numpy_alone = False


class OfTests(Judge):
    """The tests that execute its statement: what killed others of its file, then the quickest."""

    tests: tuple[str, ...]

    def __init__(self, root: Path):
        super().__init__(root)
        self.killers: defaultdict[str, Counter[str]] = defaultdict(Counter)  # by file

    def judge(self, mutants: list[Mutant]) -> Iterator[tuple[Mutant, str]]:
        if mutants:
            self.covering = Covering(self.scratch, self.warm.variables)
            self.covering.trace(self.files, *self.tests)
        *others, last = self.stages()
        for stage in others:  # each takes longer than the one before, and fewer mutants need it
            alive = []
            for mutant in mutants:
                by = stage(mutant)
                if by or of_a_kind(mutant, self._source(mutant)):
                    yield mutant, by
                else:
                    alive.append(mutant)
            mutants = alive
        for mutant in mutants:
            yield mutant, last(mutant)

    def stages(self) -> list[Callable[[Mutant], str]]:
        """What tells of a mutant that nothing before has killed, the quickest first."""
        return [self._likely_tested, self._quickly_tested, self._tested]

    def _likely_tested(self, mutant: Mutant) -> str:
        tests = self._covering(mutant)
        killers = self.killers[mutant.file].most_common()
        likely = [test for test, _ in killers if test in tests][:LIKELY]
        return self._by(mutant, [self.covering.part(likely)] if likely else [])

    def _quickly_tested(self, mutant: Mutant) -> str:
        return self._by(mutant, self.covering.parts(self._covering(mutant))[:1])

    def _tested(self, mutant: Mutant) -> str:
        if by := self._likely_tested(mutant):  # more is known of its file by now
            return by
        return self._by(mutant, self.covering.parts(self._covering(mutant))[1:])

    def _covering(self, mutant: Mutant) -> set[str]:
        return self.covering.of(mutant, self._source(mutant))

    def _by(self, mutant: Mutant, parts: list[Part]) -> str:
        """What kills it among these parts."""
        for some, whole, of_one in parts:
            if by := self.tested(mutant, *some, timeout=whole, of_one=of_one):
                if by in self.covering.seconds:
                    self.killers[mutant.file][by] += 1
                return by
        return ""

    def _source(self, mutant: Mutant) -> str:
        return (self.root / mutant.file).read_text(encoding="utf-8")


class OfConverter(OfTests):
    """Then the snippets that import it."""

    tests = (NOT_OF_BEHAVIOUR, TESTS)

    def __init__(self, root: Path):
        super().__init__(root)
        self.path = root / CONVERTER
        self.files = [self.path]
        importing = [s for s in find(root) if self.path in s.modules]
        ready = [s for s in importing if s.path.parent.name not in topics(root)]
        self.workers = Workers(root, ready)
        self.snippets = sorted(ready, key=lambda s: self.workers.seconds.get(s.title, 9.0))

    def stages(self) -> list[Callable[[Mutant], str]]:
        return [*super().stages(), self._recorded]  # many snippets import it

    def _recorded(self, mutant: Mutant) -> str:
        with self.scratch.planted(mutant):
            for start in range(0, len(self.snippets), BATCH // 4):
                some = self.snippets[start : start + BATCH // 4]
                given = [(s, where(self.root, self.scratch.folder, s)) for s in some]
                found = list(self.workers.problems(given, self.scratch.folder / FOLDER))
                if wrong := [some[index].title for index, problem in found if problem]:
                    return f"the record of {wrong[0]}"
        return ""

    def close(self) -> None:
        self.workers.close()
        super().close()


class OfRunner(OfTests):
    """Those of the runner, and the faults planted in builds."""

    tests = ("tests/runner", "tests/faults")

    def __init__(self, root: Path):
        super().__init__(root)
        self.files = sorted((root / "runner").glob("*.py"))


PARTS: dict[str, type[Judge]] = {
    "numpy": OnNumpy,
    "snippets": OnMore,
    "converter": OfConverter,
    "runner": OfRunner,
}
