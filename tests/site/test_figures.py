"""Figures on a phone: their text is as large as the smallest that one reads without zooming."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

SNIPPETS = Path(__file__).resolve().parents[2] / "snippets"
FIGURES = sorted(SNIPPETS.glob("*/*.svg"))

PHONE = 328  # CSS pixels that a figure has on a screen of 360
SMALLEST = 9  # CSS pixels
GLYPH = 100  # units to the size of the font, in Matplotlib's outlines
SCALE = re.compile(r"scale\((-?[\d.]+)")
SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"


def font_sizes(svg):
    """Size of each glyph of a figure, in the figure's own units, points."""

    def walk(element, scale):
        for factor in SCALE.findall(element.get("transform", "")):
            scale *= float(factor)
        if element.tag == f"{SVG}use" and "-" in element.get(LINK, ""):  # #DejaVuSans-41
            yield scale * GLYPH
        if element.tag != f"{SVG}defs":
            for child in element:
                yield from walk(child, scale)

    return list(walk(svg, 1))


@pytest.mark.parametrize("path", FIGURES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_text_can_be_read_on_a_phone(path):
    svg = ElementTree.parse(path).getroot()
    assert not list(svg.iter(f"{SVG}text"))  # outlines only: no font is needed to draw them
    width = float(svg.get("viewBox").split()[2])
    natural = width * 4 / 3  # CSS pixels
    smallest = min(font_sizes(svg), default=natural) / width * min(PHONE, natural)
    assert smallest >= SMALLEST, f"{smallest:.1f} px: a figure 4.5 in wide, text of 9.5 pt or more"


def test_sizes_are_those_that_matplotlib_was_told(tmp_path):
    """With an exponent, which is a glyph scaled within a text."""
    import matplotlib.pyplot as plt

    from runner import figures

    with plt.rc_context({"svg.fonttype": "path"}):
        figure = plt.figure(figsize=(4, 1))
        figure.text(0, 0, "a", size=12)
        figure.text(0, 0.5, "$2^3$", size=10)
        svg = ElementTree.fromstring(figures.save(figure))
        plt.close(figure)
    assert sorted(round(size, 1) for size in font_sizes(svg)) == [7, 10, 12]
