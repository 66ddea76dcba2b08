"""What snippets call equal differs by little: a comparison that allows more proves nothing.

A record does not tell: "equal: True" stands there however much is allowed.
"""

import ast
from pathlib import Path

import pytest

SNIPPETS = Path(__file__).resolve().parents[1] / "snippets"
LARGEST = 1e-2  # of the numbers compared, or of one that is about as large
NAMED = {"atol", "rtol"}
OTHER_LIMITS = {  # what stands behind a < that does not ask for equality
    "digits/find.py": [0.05],  # the share of empty squares that is kept
    "digits/read.py": [0.05],
    "digits/windows.py": [0.05],
    "face/boxes.py": [0.3],  # how much two boxes may overlap
    "training/some_cells.py": [0.1],  # the share of cells that is chosen
}


def _floats(node: ast.AST) -> list[float]:
    values = (n.value for n in ast.walk(node) if isinstance(n, ast.Constant))
    return [value for value in values if isinstance(value, float)]


def _allowed(source: str) -> list[float]:
    """Numbers of a source that say how much two results may differ."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg in NAMED:
            found += _floats(node.value)
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Lt | ast.LtE):
            found += _floats(node.comparators[0])
    return found


def test_what_is_called_equal_differs_by_little():
    seen = 0
    for path in sorted(SNIPPETS.rglob("*.py")):
        name = path.relative_to(SNIPPETS).as_posix()
        found = _allowed(path.read_text(encoding="utf-8"))
        others = [limit for limit in found if limit > LARGEST]
        assert others == OTHER_LIMITS.get(name, []), name
        seen += len(found) - len(others)
    assert seen > 80


@pytest.mark.parametrize(
    ("source", "allowed"),
    [
        ("np.allclose(a, b, atol=1.00001)", [1.00001]),
        ("abs(a - b).max() < 1e-3 * b.std()", [1e-3]),
        ("abs(a - b).max() > 0.5", []),
        ("np.allclose(a, b, atol=0)", []),
    ],
)
def test_it_sees_what_is_allowed(source, allowed):
    assert _allowed(source) == allowed
