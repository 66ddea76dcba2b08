"""Which mutants change nothing that anybody could see, and why: `equivalent.toml`."""

import ast
import functools
import itertools
import re
from dataclasses import dataclass
from typing import Any, TypeGuard

from runner.telling import table

from .mutants import HERE, Mutant

PATH = HERE / "equivalent.toml"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Equivalent:
    """Why a mutant of `file` changes nothing that anybody could see."""

    file: str
    line: str
    becomes: str
    why: str


@dataclass(frozen=True)
class Kind:
    """Why a survivor changes nothing that anybody could see, whose change lies in `within`.

    Both are regular expressions; where `within` has a group, the change lies in that. `functions`:
    whether it may lie in a function, which its callers may give something else.
    """

    files: str
    within: str
    why: str
    becomes: str = ".*"
    functions: bool = True

    def is_of(self, mutant: Mutant, source: str) -> bool:
        line, becomes = mutant.change(source)
        return (
            mutant.file.startswith(self.files)
            and any(
                self._leads(line, becomes, *found.span(found.lastindex or 0))
                for found in re.finditer(self.within, line)
            )
            and (self.functions or not _in_a_function(mutant, source))
        )

    def _leads(self, line: str, becomes: str, start: int, end: int) -> bool:
        """Whether `becomes` is the line with something else from `start` to `end`."""
        before, after = re.escape(line[:start]), re.escape(line[end:])
        return bool(re.fullmatch(f"{before}(?:{self.becomes}){after}", becomes))


def _in_a_function(mutant: Mutant, source: str) -> bool:
    """A class counts as one, a lambda that is handed on at once does not."""
    ends = [0, *itertools.accumulate(len(line.encode()) for line in source.splitlines(True))]
    first = len(source[: mutant.at].encode())
    last = first + len(mutant.old.encode())
    return any(
        ends[node.lineno - 1] + node.col_offset <= last
        and first <= ends[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        for node in _functions(source)
    )


@functools.cache
def _functions(source: str) -> list[ast.stmt]:
    return [node for node in ast.walk(ast.parse(source)) if _is_called_by_name(node)]


def _is_called_by_name(node: ast.AST) -> TypeGuard[ast.stmt]:
    named = isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda)
    return named or isinstance(node, FUNCTIONS)


def listed(mutant: Mutant, source: str) -> str:
    """Why it is equivalent; empty if that is not known without trying it."""
    return _singly().get((mutant.file, *mutant.change(source)), "")


def of_a_kind(mutant: Mutant, source: str) -> str:
    """Why it is equivalent if it survives; empty if it is of no such kind."""
    return next((kind.why for kind in _kinds() if kind.is_of(mutant, source)), "")


def equivalents() -> list[Equivalent]:
    return [Equivalent(**one) for one in _listed()["mutants"]]


@functools.cache
def _singly() -> dict[tuple[str, str, str], str]:
    return {(one.file, one.line, one.becomes): one.why for one in equivalents()}


@functools.cache
def _kinds() -> list[Kind]:
    return [Kind(**one) for one in _listed()["kinds"]]


@functools.cache
def _listed() -> dict[str, Any]:
    return table(PATH.read_bytes(), "tools/mutation/equivalent.toml")
