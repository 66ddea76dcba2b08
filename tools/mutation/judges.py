"""What kills a mutant of the runner or the converter: the tests. One judge for each part."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from runner.packages import topics
from runner.snippet import FOLDER, find

from .covering import Covering, Part
from .equivalence import of_a_kind
from .judge import Judge
from .mutants import Mutant
from .scratch import Workers, where
from .snippets import BATCH, OnMore, OnNumpy

CONVERTER = "snippets/fully_convolutional.py"
LIKELY = 5  # of the tests that have killed others of a file, those that killed most
TESTS = "tests/converter"
NOT_OF_BEHAVIOUR = f"--deselect={TESTS}/test_source.py::test_types"  # mypy does not run it


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
                given = [(s, s.source, where(self.root, self.scratch.folder, s)) for s in some]
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
