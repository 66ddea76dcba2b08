"""A picture of pixels inside a figure is a record too: small noise passes, a change does not."""

import base64
import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from runner import figures

SVG = '<svg><image xlink:href="data:image/png;base64,{}" x="1.0" width="9"/></svg>'
PHOTO = np.random.default_rng(0).integers(60, 190, (160, 150, 3), "uint8")


def svg(pixels):
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return SVG.format(base64.b64encode(buffer.getvalue()).decode())


def test_noise_of_another_machine_passes_and_a_planted_pixel_does_not():
    near, far = PHOTO.copy(), PHOTO.copy()
    near += np.random.default_rng(1).integers(0, 4, PHOTO.shape, "uint8")
    far[80, 75, 1] += 40
    assert figures.same(svg(PHOTO), svg(near))
    assert not figures.same(svg(PHOTO), svg(far))
    assert not figures.same(svg(PHOTO), svg(PHOTO[:-1]))
    assert not figures.same(svg(PHOTO), svg(PHOTO).replace('x="1.0"', 'x="3.0"'))


@pytest.fixture
def drawn():
    plt = pytest.importorskip("matplotlib.pyplot")

    def draw(photo, heat):
        figure, ax = plt.subplots()
        ax.imshow(photo, interpolation="none", extent=(0, 8, 6, 0))
        ax.imshow(heat, interpolation="none", extent=(0, 8, 6, 0))
        with plt.rc_context({"image.composite_image": False}):
            text = figures.save(figure)
        plt.close(figure)
        return text

    return draw


def test_a_photograph_becomes_jpeg_and_a_map_over_it_stays_exact(drawn):
    heat = np.zeros((6, 8, 4), "uint8")
    heat[2, 3] = 255, 180, 0, 200
    text = drawn(PHOTO, heat)
    images = [e for e in ElementTree.fromstring(text).iter() if e.tag.endswith("}image")]
    assert ["rendering" in image.get("style", "") for image in images] == [False, True]
    kinds = re.findall(r'data:image/(\w+);base64,([^"]+)"', text)
    assert [kind for kind, _ in kinds] == ["jpeg", "png"]
    assert Image.open(io.BytesIO(base64.b64decode(kinds[0][1]))).size == (150, 160)
    kept = np.asarray(Image.open(io.BytesIO(base64.b64decode(kinds[1][1]))).convert("RGBA"))
    assert sorted(map(tuple, kept[kept[..., 3] > 0])) == [(255, 180, 0, 200)]
    assert "id=" in text
    assert not re.search(r'id="\w*[0-9a-f]{10}"', text), "a name that another machine may draw"
    moved = np.roll(heat, 1, axis=1)
    assert figures.same(text, drawn(PHOTO, heat))
    assert not figures.same(text, drawn(PHOTO, moved))


def test_a_figure_begins_with_svg_and_its_places_have_two_decimals():
    plt = pytest.importorskip("matplotlib.pyplot")
    figure, ax = plt.subplots()
    ax.plot(np.linspace(0, 1, 200), np.sqrt(np.linspace(0, 1, 200)))
    ax.scatter([0.01], [0.012], s=1.23456)
    text = figures.save(figure)
    plt.close(figure)
    assert text.startswith("<svg")
    assert [n for n in re.findall(r"\d+\.\d{3,}", text) if float(n) >= 1] == []
    assert figures._short("1.23456") == "1.23"
    assert figures._short("-0.001234") == "-0.001234"  # scales of glyphs are as small as that
