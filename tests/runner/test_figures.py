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


class Drawn:
    """What Matplotlib would write, and what it was asked for."""

    def __init__(self, text):
        self.text = text

    def savefig(self, file, **options):
        assert options == {"format": "svg", "metadata": {"Date": None, "Creator": None}}
        file.write(self.text)


STYLE = (
    "<style>svg{color:#24292f}@media(prefers-color-scheme:dark){svg{color:#dfe3e8}}"
    "*{stroke-linejoin:round;stroke-linecap:butt}</style>"
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('<?xml version="1.0"\n?>\n<!DOCTYPE svg\n "a">\n<svg>\n</svg>', "<svg>\n</svg>\n"),
        ("<svg><!-- a\nb --><g/><!-- c --></svg>", "<svg><g/></svg>\n"),
        ("<svg><metadata>\n<a/>\n</metadata><g/></svg>", "<svg><g/></svg>\n"),
        ('<svg><style type="text/css">*{a:b}</style></svg>', f"<svg>{STYLE}</svg>\n"),
        (
            '<svg><style type="text/css">a</style><style type="text/css">b</style></svg>',
            f'<svg>{STYLE}<style type="text/css">b</style></svg>\n',
        ),
        ('<g style="fill: #010203"/>', '<g style="fill: currentColor"/>\n'),
        ("<g/>  \n\n  \n  <h/>\t\n", "<g/>\n  <h/>\n"),
        (
            '<g id="m0123456789"/><use href="#pabcdef0123"/><g id="pabcdef0123"/>'
            '<use href="#m0123456789"/><g id="image0123456789"/><g id="axes_1"/>',
            '<g id="i0"/><use href="#i1"/><g id="i1"/><use href="#i0"/><g id="i2"/>'
            '<g id="axes_1"/>\n',
        ),
        (
            "M 1.23456 -7.006 L 12.5 100.001 0.123456 -0.9876 1e-05 1.5e-05 2.999 7 -3.10",
            "M 1.23 -7.01 L 12.5 100 0.123456 -0.9876 1e-05 1.5e-05 3 7 -3.1\n",
        ),
        ("1.0 -1.0 0.99999 -1.004", "1 -1 0.99999 -1\n"),
    ],
)
def test_what_differs_from_run_to_run_is_left_out(written, kept):
    assert figures.save(Drawn(written)) == kept


def png(width, height, mode="RGB", colour=90):
    buffer = io.BytesIO()
    Image.new(mode, (width, height), colour).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def image(data, kind="png", style=' style="image-rendering:pixelated"'):
    return f'<image xlink:href="data:image/{kind};base64,{data}" width="9"{style} x="1"/>\n'


@pytest.mark.parametrize(
    ("size", "mode", "colour", "kind"),
    [
        ((128, 128), "RGB", (9, 9, 9), "jpeg"),
        ((128, 128), "L", 9, "jpeg"),
        ((128, 128), "RGBA", (9, 9, 9, 255), "jpeg"),
        ((127, 128), "RGB", (9, 9, 9), "png"),
        ((128, 127), "RGB", (9, 9, 9), "png"),
        ((128, 128), "RGBA", (9, 9, 9, 254), "png"),
        ((128, 128), "RGBA", (9, 9, 9, 0), "png"),
    ],
)
def test_a_large_opaque_picture_is_kept_as_a_photograph(size, mode, colour, kind):
    written = image(png(*size, mode, colour))
    kept = figures.save(Drawn(written))
    if kind == "png":
        assert kept == written
        return
    (data,) = re.findall(r'base64,([^"]+)"', kept)
    assert kept == image(data, "jpeg", "")
    picture = Image.open(io.BytesIO(base64.b64decode(data)))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", size)


def test_a_photograph_is_small_and_close():
    buffer = io.BytesIO()
    y, x = np.mgrid[:160, :150]
    smooth = np.stack([x, y, x + y // 2], -1).astype("uint8")
    Image.fromarray(smooth).save(buffer, "PNG")
    kept = figures.save(Drawn(image(base64.b64encode(buffer.getvalue()).decode())))
    (data,) = re.findall(r'base64,([^"]+)"', kept)
    again = np.asarray(Image.open(io.BytesIO(base64.b64decode(data)))).astype(int)
    assert np.abs(again - smooth).mean() < 4
    sizes = {}
    for quality in (79, 80, 81):
        buffer = io.BytesIO()
        Image.fromarray(smooth).save(buffer, "JPEG", quality=quality, optimize=True)
        sizes[quality] = buffer.getvalue()
    assert base64.b64decode(data) == sizes[80]
    assert len(set(sizes.values())) == 3


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("<g x='1'/>", "<g x='1'/>", True),
        ("<g x='1.00'/>", "<g x='1.04'/>", True),
        ("<g x='1.00'/>", "<g x='1.06'/>", False),
        ("<g x='-1'/>", "<g x='-1.03'/>", True),
        ("<g x='1e-05'/>", "<g x='2e-05'/>", True),
        ("<g x='1'/>", "<h x='1'/>", False),
        ("<g x='1' y='2'/>", "<g x='1'/>", False),
        ("<g x='5' y='7'/>", "<g x='5' y='8'/>", False),
        (image("AAAA"), image("AAAA").replace("9", "9.01"), True),
        (image("AAAA"), image("AAAA") * 2, False),
    ],
)
def test_figures_are_the_same_but_for_last_digits(one, other, same):
    assert figures.same(one, other) is same
    assert figures.same(other, one) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (png(3, 2, "RGB", (9, 9, 9)), png(3, 2, "RGB", (9, 17, 9)), True),
        (png(3, 2, "RGB", (9, 9, 9)), png(3, 2, "RGB", (9, 18, 9)), False),
        (png(3, 2, "RGB", (9, 9, 9)), png(3, 2, "RGBA", (9, 9, 9, 255)), True),
        (png(3, 2, "RGBA", (9, 9, 9, 255)), png(3, 2, "RGBA", (9, 9, 9, 240)), False),
        (png(3, 2), png(2, 3), False),
        (png(3, 2), png(3, 3), False),
    ],
)
def test_pictures_are_the_same_but_for_a_few_levels(one, other, same):
    assert figures.same(image(one), image(other)) is same
    assert figures.same(image(one) + image(one), image(one) + image(other)) is same
    assert figures.same(image(one, "jpeg"), image(other, "jpeg")) is same
    assert not figures.same(image(one), image(other, "gif"))


def test_a_translation_is_drawn_and_leaves_what_is_plain():
    plt = pytest.importorskip("matplotlib.pyplot")
    figure = plt.figure(figsize=(1, 1))
    figure.text(0, 0, "cell 3")
    with plt.rc_context({"svg.fonttype": "none"}):
        plain = figures.save(figure)
        own = figures.save(figure, {"cell {}": "célula {}"})
        assert figures.save(figure) == plain
    plt.close(figure)
    assert "cell 3" in plain
    assert own == plain.replace("cell 3", "célula 3")
