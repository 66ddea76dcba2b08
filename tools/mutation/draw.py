"""Prints the mutants of files, a JSON line each. Runs on the packages of requirements.txt here.

Usage: python draw.py FILE ...

The operators are mutmut's. Its own command mutates the bodies of functions without decorators; a
snippet has few, and a rule of the converter has one, so here every node of a file is given to them.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper
from mutmut.mutation.mutators import mutation_operators

SKIPPED = (cst.Annotation, cst.Import, cst.ImportFrom)  # they do nothing, or fail at once


class Nodes(cst.CSTVisitor):  # type: ignore[misc]  # not installed where types are checked
    """Every node that can be mutated, with its place in bytes."""

    METADATA_DEPENDENCIES = (ByteSpanPositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[cst.CSTNode, int, int]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, SKIPPED):
            return False
        span = self.get_metadata(ByteSpanPositionProvider, node, None)
        if span is not None:
            self.found.append((node, span.start, span.start + span.length))
        return True


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """(place, what stands there, what the mutant has instead), in characters."""
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    nodes = Nodes()
    wrapper.visit(nodes)
    data = source.encode()
    seen = set()
    for node, first, last in nodes.found:
        start, here = len(data[:first].decode()), data[first:last].decode()
        alone = wrapper.module.code_for_node(node).strip() == here
        for kind, operator in mutation_operators:
            for changed in operator(node) if isinstance(node, kind) else ():
                if alone:
                    new = wrapper.module.code_for_node(changed).strip()
                    at, one, other = _difference(here, new)
                    found = start + at, one, other
                else:  # its place holds more than the node, such as parentheses
                    found = _difference(source, wrapper.module.deep_replace(node, changed).code)
                at, one, other = found
                whole = source[:at] + other + source[at + len(one) :]
                leaves = isinstance(changed, cst.Return)  # for a break: perhaps not in a function
                if found not in seen and one != other and (not leaves or _compiles(whole)):
                    seen.add(found)
                    yield found


def _difference(old: str, new: str) -> tuple[int, str, str]:
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    same = 0
    while same < min(len(old), len(new)) - start and old[-1 - same] == new[-1 - same]:
        same += 1
    return start, old[start : len(old) - same], new[start : len(new) - same]


def _compiles(source: str) -> bool:
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


if __name__ == "__main__":
    for name in sys.argv[1:]:
        for at, old, new in mutants(Path(name).read_text(encoding="utf-8")):
            print(json.dumps({"file": name, "at": at, "old": old, "new": new}))
