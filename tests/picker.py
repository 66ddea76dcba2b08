"""The case picker's rules once more, in Python: what its blocks must be, to the character."""

import re
from dataclasses import astuple, dataclass

from tests.built import ROOT

SNIPPETS = ROOT / "snippets" / "cases"


@dataclass(frozen=True)
class Case:
    """One row that snippets/cases/rules.py printed."""

    version: str
    map: str
    way: str
    order: str
    file: str

    @property
    def choices(self):
        return {"case": slug(self.version), "map": slug(self.map), "way": slug(self.way)}


def slug(text):
    """Name of a choice in an address."""
    return re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-")


def rows():
    """The records, cut into cells."""
    records = [
        (SNIPPETS / f"{name}.txt").read_text(encoding="utf-8") for name in ("rules", "lines")
    ]
    return [line.split(" | ") for line in "".join(records).splitlines()]


CASES = [Case(*row) for row in rows() if len(row) == 5]
LINES = [row for row in rows() if len(row) == 3]


def left(line):
    return re.split(r" = |\(", line)[0]


def names(case):
    """Names of the sizes that the case's snippet asks for."""
    code = (SNIPPETS / f"{case.file}.py").read_text(encoding="utf-8")
    return next(left(line) for line in code.splitlines() if "OUT = " in line).split(", ")


def block(case, sizes):
    """The case's snippet with its own lines and these sizes."""
    own = {
        left(line): line
        for file, choice, line in LINES
        if file == case.file and choice in astuple(case)
    }
    others = {left(line) for file, _, line in LINES if file == case.file} - set(own)
    _, *code = (SNIPPETS / f"{case.file}.py").read_text(encoding="utf-8").splitlines()
    made = [f'"""{case.version}, {case.map}, {case.way}: {case.order}."""']
    for line in code:
        if left(line) == ", ".join(names(case)):
            values, _, comment = line.partition("  # ")
            values = f"{left(line)} = {', '.join(str(sizes[name]) for name in names(case))}"
            made.append(f"{values}  # {comment}")
        elif left(line) not in others:
            made.append(own.get(left(line), line))
    return "\n".join(made) + "\n"


def sizes(case):
    """Several sizes for a case: none square, some of one channel, row, column or output."""
    if case.file == "later_dense":
        return [{"FEATURES": f, "OUT": out} for f, out in [(6, 5), (7, 1), (1, 3)]]
    some = [(2, 3, 4, 5), (5, 4, 2, 1), (1, 3, 2, 4), (3, 1, 4, 2)]
    return [dict(zip(("C", "H", "W", "OUT"), four, strict=True)) for four in some]


EVERY = [(case, size) for case in CASES for size in sizes(case)]
