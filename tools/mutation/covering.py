"""Which tests may kill a mutant: those that execute its statement, the quickest first."""

import ast
import functools
import hashlib
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from runner import RunnerError
from runner.telling import indented

from . import tracing
from .mutants import FOLDER as KEPT
from .mutants import Mutant
from .scratch import TIMES, Scratch

FIRST = 10  # seconds of tests that are run before the others, so that a loop ends soon
GRACE = 100  # seconds more than tests usually take,
OF_ONE = 10  # and more than one of them does


Part = tuple[list[str], float, float]  # tests, seconds that they may take, and each of them


class Covering:
    """Told once for these files and these tests, which have to pass as they are."""

    def __init__(self, scratch: Scratch, variables: dict[str, str]):
        self.scratch, self.variables = scratch, variables

    def trace(self, files: list[Path], *tests: str) -> None:
        root = self.scratch.root
        names = [path.relative_to(root).as_posix() for path in files]
        listed = [arg for arg in tests if not arg.startswith("-")]
        read = [*files, *(p for folder in listed for p in sorted((root / folder).glob("*.py")))]
        digest = hashlib.sha256(b"".join(p.read_bytes() for p in read)).hexdigest()[:16]
        kept = root / KEPT / f"covering-{digest}.json"
        if not kept.exists():
            print(f"tracing {' '.join(listed)}, once: some minutes", flush=True)
            self._traced(kept, names, tests)
        found = json.loads(kept.read_text(encoding="utf-8"))
        self.seconds, self.shared = apart(found["seconds"])
        self.lines: dict[str, dict[str, list[str]]] = found["lines"]
        self.sources = {name: (root / name).read_text(encoding="utf-8") for name in names}

    def _traced(self, kept: Path, names: list[str], tests: tuple[str, ...]) -> None:
        folder = self.scratch.folder
        paths = {name: folder / name for name in names}
        before = {path: path.read_bytes() for path in paths.values()}
        told = kept.with_name(f"{kept.stem}-{os.getpid()}.told")
        plugins = ("-p", "tools.mutation.tracing", "-p", "no:cacheprovider", "-p", "no:randomly")
        try:
            tracing.mark(paths, told)
            done = subprocess.run(
                [sys.executable, "-m", "pytest", "-q", *plugins, *tests],
                cwd=folder,
                env=self.variables | {"MUTATION_TRACED": str(told), "MUTATION_MAP": str(kept)},
                capture_output=True,
                encoding="utf-8",
            )
        finally:
            for path, source in before.items():
                path.write_bytes(source)
            for path in (told, told.with_suffix(".marks")):
                path.unlink(missing_ok=True)
        if done.returncode:
            kept.unlink(missing_ok=True)
            text = f"{tests[-1]} fails as it is. Mend that first: make test ARGS={tests[-1]}"
            raise RunnerError(f"{text}\n{indented(done.stdout)}")

    def of(self, mutant: Mutant, source: str) -> set[str]:
        """The tests that execute its statement.

        For what an import executes, those that use it; all tests if none is seen to.
        """
        line = mutant.line(source)
        found = self._at(mutant.file, line)
        if "" in found:
            found = self._using(mutant.file, line, source)
        return found or set(self.seconds)

    def parts(self, chosen: Iterable[str]) -> list[Part]:
        """The quickest of these tests, and the others."""
        ordered = self._diverse(chosen)
        quick = max(1, sum(seconds <= FIRST for seconds in self._usual(ordered)))
        return [self.part(some) for some in (ordered[:quick], ordered[quick:]) if some]

    def part(self, tests: list[str]) -> Part:
        return _by_file(tests), *self._limits(_by_file(tests))

    def _limits(self, tests: list[str]) -> tuple[float, float]:
        """Seconds that they may take, and each of them."""
        longest = max(self.seconds[test] + self.shared.get(_file(test), 0.0) for test in tests)
        return GRACE + TIMES * self._usual(tests)[-1], OF_ONE + TIMES * longest

    def _usual(self, tests: list[str]) -> list[float]:
        """How long these take, up to each, with what the tests of a file share."""
        sums, seen = [0.0], set()
        for test in tests:
            shared = 0.0 if _file(test) in seen else self.shared.get(_file(test), 0.0)
            seen.add(_file(test))
            sums.append(sums[-1] + self.seconds[test] + shared)
        return sums[1:]

    def _at(self, file: str, line: int) -> set[str]:
        """The tests that execute it; "" is an import."""
        return set(self.lines[file].get(str(line), [""]))

    def _using(self, file: str, line: int, source: str) -> set[str]:
        """The tests that execute this function, or a line that has the name assigned here."""
        statement = _innermost(ast.parse(source), line)
        if isinstance(statement, ast.FunctionDef):
            at = (self._at(file, one.lineno) for one in statement.body)
            return set().union(*(tests for tests in at if "" not in tests))
        names = _stored(statement)
        near = self._naming(names, {file: source})  # a name may mean something else elsewhere
        return near or self._naming(names, self.sources)

    def _naming(self, names: set[str], sources: dict[str, str]) -> set[str]:
        """The tests that execute a line of `sources` with one of these names, in no import.

        Of a line that an import executes, those of the names that it gives something.
        """
        seen: set[str] = set()
        while names - seen:
            seen |= names
            using = [
                (other, text, number)
                for other, text in sources.items()
                for number, named in _named(text)
                if named in names
            ]
            at = (self._at(other, number) for other, _, number in using)
            if found := set().union(*(tests for tests in at if "" not in tests)):
                return found
            names = set().union(*(_stored(_innermost(ast.parse(t), n)) for _, t, n in using))
        return set()

    def _diverse(self, chosen: Iterable[str]) -> list[str]:
        """Quick ones first, and of one function's many cases each later one as if it took longer.

        What one case lets pass another of the same function often does too.
        """
        cases: dict[str, int] = {}
        weight = {}
        for test in sorted(chosen, key=self.seconds.__getitem__):
            function = test.partition("[")[0]
            cases[function] = cases.get(function, 0) + 1
            shared = self.shared.get(_file(test), 0.0)
            weight[test] = cases[function] * self.seconds[test] + shared
        return sorted(weight, key=weight.__getitem__)


def _file(test: str) -> str:
    return test.partition("::")[0]


def _by_file(tests: list[str]) -> list[str]:
    """In the order of files as they come: what the tests of a module share is made once then."""
    files = {file: place for place, file in reversed([*enumerate(map(_file, tests))])}
    return sorted(tests, key=lambda test: files[_file(test)])


def apart(seconds: dict[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """(of each test, what those of a file share): one of many cases that takes longest makes that.

    It may be a fixture, or what a fixture makes when it is first asked.
    """
    cases: dict[str, list[str]] = {}
    for test in seconds:
        cases.setdefault(test.partition("[")[0], []).append(test)
    own, shared = dict(seconds), dict[str, float]()
    for tests in filter(lambda tests: len(tests) > 2, cases.values()):
        usual = statistics.median(map(seconds.__getitem__, tests))
        longest = max(tests, key=seconds.__getitem__)
        if seconds[longest] > usual + 1:
            own[longest] = usual
            shared[_file(longest)] = shared.get(_file(longest), 0.0) + seconds[longest] - usual
    return own, shared


def _innermost(tree: ast.Module, line: int) -> ast.AST:
    """The statement that a line belongs to, with what stands before a function."""
    node: ast.AST = tree
    while True:
        inner = (n for n in ast.iter_child_nodes(node) if isinstance(n, ast.stmt))
        within = [n for n in inner if _first(n) <= line <= (n.end_lineno or n.lineno)]
        if not within:
            return node
        node = within[0]


def _first(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(one.lineno for one in decorators)])


def _stored(statement: ast.AST) -> set[str]:
    """The names that it gives something."""
    nodes = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
    names = {node.id for node in nodes if isinstance(node.ctx, ast.Store)}
    return names | ({statement.name} if isinstance(statement, ast.ClassDef) else set())


@functools.cache
def _named(source: str) -> list[tuple[int, str]]:
    """(line, name) of each name that is read, of each attribute and of each keyword."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name):
                found.append((node.lineno, name))
            case ast.keyword(arg=str(name)):
                found.append((node.lineno, name))
    return found
