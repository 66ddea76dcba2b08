"""Figures as SVG: the same bytes from run to run, in colours that follow the reader's scheme."""

import base64
import io
import math
import re
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING
from unittest.mock import patch

from .wording import Texts, translated

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
PICTURE = re.compile(r'data:image/(?:png|jpeg);base64,([^"]+)"')
IMAGE = re.compile(r'<image xlink:href="data:image/png;base64,([^"]+)"([^>]*)/>')
SHARP = re.compile(r' style="image-rendering:[^"]*"')
LEVELS = 8  # of 255; another machine's arithmetic or decoder moves a pixel by less
LARGE = 128  # pixels a side: from there on an opaque picture is a photograph, kept as JPEG
QUALITY = 80


def save(figure: "Figure", texts: "Texts | None" = None) -> str:
    """Text of `figure` as SVG: no date, no metadata, ids numbered in order, two decimals.

    With `texts` it says their translations.
    """
    buffer = io.StringIO()
    with _saying(texts) if texts else nullcontext():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<style type=\"text/css\">.*?</style>", STYLE, svg, count=1)
    svg = svg.replace(TEXT, "currentColor")
    svg = IMAGE.sub(_compressed, svg)
    hashed = dict.fromkeys(re.findall(r'id="((?:image|[a-z])[0-9a-f]{10})"', svg))
    for number, name in enumerate(hashed):
        svg = svg.replace(name, f"i{number}")
    svg = DECIMAL.sub(lambda found: _short(found[0]), svg)
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


def _saying(texts: "Texts") -> AbstractContextManager[object]:
    """Meanwhile Matplotlib draws each text in translation, those too that it writes by itself."""
    from matplotlib.text import Text

    plain = Text.get_text
    return patch.object(Text, "get_text", lambda text: translated(plain(text), texts))


def _short(number: str) -> str:
    """Two decimals, but all of them below 1: scales of glyphs are small numbers."""
    value = float(number)
    return number if abs(value) < 1 else f"{value:.2f}".rstrip("0").rstrip(".")


def _compressed(found: re.Match[str]) -> str:
    """An opaque picture of some size is a photograph: as JPEG, and smooth when scaled."""
    from PIL import Image  # only figures with pictures need it

    picture = Image.open(io.BytesIO(base64.b64decode(found[1]))).convert("RGBA")
    if min(picture.size) < LARGE or picture.getextrema()[-1] != (255, 255):
        return str(found[0])
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=QUALITY, optimize=True)
    text = base64.b64encode(buffer.getvalue()).decode()
    return f'<image xlink:href="data:image/jpeg;base64,{text}"{SHARP.sub("", found[2])}/>'


def same(one: str, other: str) -> bool:
    """True if two SVG texts differ in nothing but the last digits of coordinates and pixels."""
    if one == other:
        return True
    pictures = zip(PICTURE.findall(one), PICTURE.findall(other), strict=False)
    one, other = PICTURE.sub('"', one), PICTURE.sub('"', other)
    if NUMBER.sub("#", one) != NUMBER.sub("#", other):
        return False
    pairs = zip(NUMBER.findall(one), NUMBER.findall(other), strict=True)
    near = all(math.isclose(float(a), float(b), abs_tol=TOLERANCE) for a, b in pairs)
    return near and all(_same_picture(*pair) for pair in pictures)


def _same_picture(one: str, other: str) -> bool:
    """True if no pixel of two pictures, in base64, differs by more than a few levels."""
    if one == other:
        return True
    from PIL import Image, ImageChops

    a, b = (Image.open(io.BytesIO(base64.b64decode(t))).convert("RGBA") for t in (one, other))
    if a.size != b.size:
        return False
    apart = ImageChops.difference(a, b).tobytes()
    return max(apart) <= LEVELS
