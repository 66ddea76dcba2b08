"""What stands in a figure, read from its glyphs: the records hold outlines, and no text."""

import functools
import re
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
from matplotlib.ft2font import FT2Font

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
GLYPH = 100  # units to the size of the font, in Matplotlib's outlines
MOVED = re.compile(r"translate\((-?[\d.]+)")
CHARACTER = re.compile(r'<use [^>]*"#DejaVuSans(?:-[A-Z]\w+)?-([0-9a-f]+)"')
SCALE = re.compile(r"scale\((-?[\d.]+)")


def texts(svg: Path) -> list[str]:
    """The texts of a figure, in the order in which it draws them; lines end with a newline."""
    return ["\n".join(map(_line, lines)) for lines in _groups(svg)]


def letters(svg: str) -> str:
    """All that a figure says that Matplotlib 3.8 has drawn, which names glyphs by character."""
    return "".join(chr(int(code, 16)) for code in CHARACTER.findall(svg))


def reach(svg: Path) -> list[tuple[float, float]]:
    """Where each upright line of text begins and ends, in points from the figure's left side."""
    found = []
    for line in (line for lines in _groups(svg) for line in lines):
        if "rotate" not in line.get("transform"):
            left, scale = (float(p.search(line.get("transform"))[1]) for p in (MOVED, SCALE))
            last = _uses(line)[-1]
            start = MOVED.search(last.get("transform", "translate(0"))
            font, number = _glyph(last)
            width = font.load_glyph(number).linearHoriAdvance / 65536
            found.append((left, left + scale * (float(start[1]) + width)))
    return found


def width(svg: Path) -> float:
    return float(ElementTree.parse(svg).getroot().get("viewBox").split()[2])


def _groups(svg: Path) -> list[list[ElementTree.Element]]:
    every = ElementTree.parse(svg).getroot().iter(f"{SVG}g")
    groups = [g for g in every if re.fullmatch(r"text_\d+", g.get("id", ""))]
    found = [[g for g in group.iter(f"{SVG}g") if _uses(g)] for group in groups]
    return [lines for lines in found if lines]


def _uses(element: ElementTree.Element) -> list[ElementTree.Element]:
    """Glyphs that stand in the element itself."""
    return element.findall(f"{SVG}use")


def _line(line: ElementTree.Element) -> str:
    """A ligature is spelled out."""
    glyphs = [_glyph(use) for use in _uses(line)]
    return unicodedata.normalize("NFKC", "".join(_letters(font)[number] for font, number in glyphs))


def _glyph(use: ElementTree.Element) -> tuple[FT2Font, int]:
    name, number = use.get(LINK).removeprefix("#").rsplit("-", 1)
    return _font(name), int(number, 16)


@functools.cache
def _font(name: str) -> FT2Font:
    font = FT2Font(Path(matplotlib.get_data_path(), "fonts", "ttf", f"{name}.ttf"))
    font.set_size(GLYPH, 72)
    return font


@functools.cache
def _letters(font: FT2Font) -> dict[int, str]:
    return {glyph: chr(code) for code, glyph in reversed(font.get_charmap().items())}
