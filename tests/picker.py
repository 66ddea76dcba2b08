"""The case picker's rules once more, in Python: what its blocks must be, to the character."""

import contextlib
import io
import itertools
import re
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np

SNIPPETS = Path(__file__).resolve().parents[1] / "snippets"
ELSEWHERE = {"PyTorch": "pytorch", "Flax": "jax_flax", "ONNX": "onnx_graph"}  # topic of a version
RULES = ["cases/rules", "cases/lines", *(f"{topic}/pick_rules" for topic in ELSEWHERE.values())]


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
    records = [(SNIPPETS / f"{name}.txt").read_text(encoding="utf-8") for name in RULES]
    return [line.split(" | ") for line in "".join(records).splitlines()]


CASES = [Case(*row) for row in rows() if len(row) == 5]
KERAS = [case for case in CASES if case.version not in ELSEWHERE]
LINES = [row for row in rows() if len(row) == 3]


def source(case):
    """The case's snippet; those of Keras go without the name of their topic."""
    name = case.file if "/" in case.file else f"cases/{case.file}"
    return (SNIPPETS / f"{name}.py").read_text(encoding="utf-8")


def left(line):
    return re.split(r" = |\(", line)[0]


def names(case):
    """Names of the sizes that the case's snippet asks for."""
    return next(left(line) for line in source(case).splitlines() if "OUT = " in line).split(", ")


def block(case, sizes):
    """The case's snippet with its own lines and these sizes."""
    own = {
        left(line): line
        for file, choice, line in LINES
        if file == case.file and choice in astuple(case)
    }
    others = {left(line) for file, _, line in LINES if file == case.file} - set(own)
    _, *code = source(case).splitlines()
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
    if "FEATURES" in names(case):
        return [{"FEATURES": f, "OUT": out} for f, out in [(6, 5), (7, 1), (1, 3)]]
    some = [(2, 3, 4, 5), (5, 4, 2, 1), (1, 3, 2, 4), (3, 1, 4, 2)]
    return [dict(zip(("C", "H", "W", "OUT"), four, strict=True)) for four in some]


def places(order, H, W, C):
    """(i, j, c) of each element of the vector, by nested loops."""
    ranges = {"H": range(H), "W": range(W), "C": range(C)}
    for values in itertools.product(*(ranges[axis] for axis in order)):
        at = dict(zip(order, values, strict=True))
        yield at["H"], at["W"], at["C"]


def summed(order, maps, weights, bias):
    """Outputs for maps (N, C, H, W) read in `order`, weights (inputs, outputs): explicit loops."""
    _, C, H, W = maps.shape
    answers = np.tile(np.asarray(bias, "float64"), (len(maps), 1))
    for row, (i, j, c) in enumerate(places(order, H, W, C)):
        answers += np.outer(maps[:, c, i, j], weights[row])
    return answers


def run(code):
    """What a reader who pastes the block gets: its names, and what it printed."""
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "pasted.py", "exec"), names)
    return names, printed.getvalue()


def on(version):
    """What the framework's own tests execute: its cases, and each block with its sizes."""
    mine = [case for case in CASES if case.version == version]
    return [(case, size, block(case, size)) for case in mine for size in sizes(case)]


EVERY = [(case, size) for case in CASES for size in sizes(case)]
