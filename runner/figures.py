"""Figures as SVG: the same bytes from run to run, in colours that follow the reader's scheme."""

import io
import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TEXT = "#010203"  # what matplotlibrc gives text and lines; becomes currentColor
STYLE = (
    "<style>svg{color:#24292f}@media(prefers-color-scheme:dark){svg{color:#dfe3e8}}"
    "*{stroke-linejoin:round;stroke-linecap:butt}</style>"
)
DECIMAL = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
TOLERANCE = 0.05  # points; another machine's arithmetic moves a line by less


def save(figure: "Figure") -> str:
    """Text of `figure` as SVG: no date, no metadata, ids numbered in order, two decimals."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<style type=\"text/css\">.*?</style>", STYLE, svg, count=1)
    svg = svg.replace(TEXT, "currentColor")
    hashed = dict.fromkeys(re.findall(r'id="([a-z][0-9a-f]{10})"', svg))
    for number, name in enumerate(hashed):
        svg = svg.replace(name, f"i{number}")
    svg = DECIMAL.sub(lambda found: _short(found[0]), svg)
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


def _short(number: str) -> str:
    """Two decimals, but all of them below 1: scales of glyphs are small numbers."""
    value = float(number)
    return number if abs(value) < 1 else f"{value:.2f}".rstrip("0").rstrip(".")


def same(one: str, other: str) -> bool:
    """True if two SVG texts differ in nothing but the last digits of their coordinates."""
    if one == other:
        return True
    if NUMBER.sub("#", one) != NUMBER.sub("#", other):
        return False
    pairs = zip(NUMBER.findall(one), NUMBER.findall(other), strict=True)
    return all(math.isclose(float(a), float(b), abs_tol=TOLERANCE) for a, b in pairs)
