"""A pytest plugin: which tests execute which statements, in any process, and how long each takes.

Each statement of a file is preceded by a mark: a byte in a file that is mapped into memory, at the
place of this statement and of the test that runs. A mapping outlasts a sandbox and a kill.
`MUTATION_TRACED` names the JSON file that says what is marked, `MUTATION_MAP` the one written at
the end.
"""

import ast
import json
import mmap
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MOST = 3000  # tests and fixtures in a run
MARK = """
import mmap as _mmap
try:
    with open({path!r}, "r+b") as _file:
        _marks = _mmap.mmap(_file.fileno(), 0)
except OSError:  # in a sandbox
    _marks = None
def _mark(statement):
    if _marks is not None:
        test = int.from_bytes(_marks[:4], "little")
        _marks[4 + test * {size} + statement] = 1
"""


def mark(files: dict[str, Path], told: Path) -> None:
    """Put marks into `files`, by the name that each has in the map; `told` says what they are."""
    lines: dict[str, dict[int, int]] = {}
    marked = {}
    number = 0
    for name, path in files.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        lines[name] = {}
        number = _marked(tree, lines[name], number)
        marked[path] = tree
    marks = told.with_suffix(".marks")
    with marks.open("wb") as file:
        file.truncate(4 + MOST * number)
    preamble = MARK.format(path=str(marks), size=number)
    for path, tree in marked.items():
        first = 0  # after the docstring and what has to stand before all else
        while isinstance(tree.body[first], ast.ImportFrom) or _is_docstring(tree.body[first]):
            if getattr(tree.body[first], "module", "__future__") != "__future__":
                break
            first += 1
        tree.body[first:first] = ast.parse(preamble).body
        path.write_text(ast.unparse(ast.fix_missing_locations(tree)) + "\n", encoding="utf-8")
    told.write_text(json.dumps({"size": number, "lines": lines}), encoding="utf-8")


def _marked(node: ast.AST, lines: dict[int, int], number: int) -> int:
    """The next number. `lines` tells which mark stands before the innermost statement of a line."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.stmt):
            number = _marked(child, lines, number)
    for field in ("body", "orelse", "finalbody"):
        statements = getattr(node, field, None)
        if not isinstance(statements, list):  # of a lambda or a conditional expression
            continue
        new: list[ast.stmt] = []
        for child in statements:
            first = min(one.lineno for one in [child, *getattr(child, "decorator_list", [])])
            last = child.end_lineno or child.lineno
            lines |= dict.fromkeys(range(first, last + 1), number)
            may = not _is_docstring(child) and getattr(child, "module", "") != "__future__"
            new += ast.parse(f"_mark({number})").body if may else []
            new.append(child)
            number = _marked(child, lines, number + 1)
        setattr(node, field, new)
    return number


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


class Tracing:
    def __init__(self, told: Path):
        of = json.loads(told.read_text("utf-8"))
        self.size: int = of["size"]  # statements
        self.lines: dict[str, dict[str, int]] = of["lines"]
        with told.with_suffix(".marks").open("r+b") as file:
            self.marks = mmap.mmap(file.fileno(), 0)
        self.names = [""]  # of tests and of fixtures, in the order of their marks
        self.using: dict[str, set[str]] = defaultdict(set)  # the tests that use each
        self.seconds: dict[str, float] = {}

    @contextmanager
    def now(self, name: str) -> Iterator[None]:
        """Marks are of this test, or of what tests share."""
        before = self.marks[:4]
        self.marks[:4] = len(self.names).to_bytes(4, "little")
        self.names.append(name)
        yield
        self.marks[:4] = before

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.using[""].add("")
        for name in getattr(item, "fixturenames", ()):
            self.using[name].add(item.nodeid)
        self.using[item.nodeid].add(item.nodeid)
        started = time.perf_counter()
        with self.now(item.nodeid):
            yield
        self.seconds[item.nodeid] = time.perf_counter() - started

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        """What tests share is executed for each that uses it, not for the first alone."""
        if fixturedef.scope == "function":
            yield
        else:
            with self.now(fixturedef.argname):
                yield

    def pytest_sessionfinish(self) -> None:
        by = {
            number: sorted(set().union(*map(self.using.__getitem__, self._having(number))))
            for number in range(self.size)
        }
        lines = {
            name: {line: by[number] for line, number in places.items()}
            for name, places in self.lines.items()
        }
        text = json.dumps({"seconds": self.seconds, "lines": lines})
        Path(os.environ["MUTATION_MAP"]).write_text(text, encoding="utf-8")

    def _having(self, number: int) -> list[str]:
        marks = self.marks[4 + number :: self.size]
        return [name for name, mark in zip(self.names, marks, strict=False) if mark]


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Tracing(Path(os.environ["MUTATION_TRACED"])))
