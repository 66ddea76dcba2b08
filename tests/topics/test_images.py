"""Images from disk: what is refused, and that damaged files raise nothing but ValueError."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image


@pytest.fixture(scope="module")
def picture(tmp_path_factory):
    folder = tmp_path_factory.mktemp("picture")
    grey = np.random.default_rng(0).integers(0, 256, (12, 17), dtype="uint8")
    Image.fromarray(grey).save(folder / "whole.png")
    return folder, grey


def test_pixels_come_out_as_they_went_in(snippet, picture):
    read_image = snippet("images/read_image.py")["read_image"]
    folder, grey = picture
    array = read_image(folder / "whole.png", channels=1, smallest=8)
    assert array.dtype == np.float32
    assert (np.round(array[0, ..., 0] * 255) == grey).all()
    colour = np.random.default_rng(1).integers(0, 256, (9, 8, 3), dtype="uint8")
    Image.fromarray(colour).save(folder / "colour.png")
    array = read_image(folder / "colour.png", channels=3, smallest=8)
    assert (np.round(array[0] * 255) == colour).all()


@pytest.mark.parametrize("mode", ["1", "P", "LA", "RGB", "RGBA", "CMYK", "I;16", "F"])
def test_other_modes_are_refused_by_name(snippet, picture, mode):
    path = picture[0] / "mode.tiff" if mode != "P" else picture[0] / "mode.png"
    Image.new(mode, (20, 20)).save(path)
    with pytest.raises(ValueError, match=f"mode {mode}, channels [1-4]; wanted L, 1$"):
        snippet("images/read_image.py")["read_image"](path, channels=1, smallest=8)


@pytest.mark.parametrize("size", [(7, 20), (20, 7), (4001, 20)])
def test_wrong_sizes_are_refused(snippet, picture, size):
    Image.new("L", size).save(picture[0] / "size.png")
    with pytest.raises(ValueError, match="8 to 4000 a side"):
        snippet("images/read_image.py")["read_image"](picture[0] / "size.png", 1, smallest=8)


@pytest.mark.parametrize("size", [(8, 20), (20, 8), (4000, 20)])
@pytest.mark.parametrize("ending", ["png", "bmp", "jpg"])  # the latter two count no frames
def test_sizes_at_the_bounds_are_read(snippet, picture, ending, size):
    path = picture[0] / f"bound.{ending}"
    Image.new("L", size).save(path)
    array = snippet("images/read_image.py")["read_image"](path, channels=1, smallest=8)
    assert array.shape == (1, size[1], size[0], 1)


@given(st.integers(0, 400), st.integers(0, 255), st.booleans())
def test_damaged_files_raise_only_value_errors(snippet, picture, place, byte, cut):
    read_image = snippet("images/read_image.py")["read_image"]
    folder, _ = picture
    data = bytearray((folder / "whole.png").read_bytes())
    place %= len(data)
    data[place] = byte
    (folder / "damaged.png").write_bytes(data[:place] if cut else data)
    try:
        array = read_image(folder / "damaged.png", channels=1, smallest=8)
    except ValueError:
        return
    assert array.ndim == 4  # damage that changes no pixel's place, or none at all


def test_the_best_window_holds_the_face_of_the_photograph(snippet):
    """By the eye, and by the classic network on that window alone."""
    ns = snippet("images/scan_photo.py")
    lines = [line for line in ns.out.splitlines() if line.startswith("1/")]
    assert len(lines) == 3
    best = max(lines, key=lambda line: float(line.split()[3]))
    (top, bottom), (left, right) = (map(int, p) for p in re.findall(r"(\d+)-(\d+)", best))
    for x, y in (218, 192), (303, 188), (270, 236), (229, 278), (308, 273):  # eyes, nose, mouth
        assert left < x < right
        assert top < y < bottom
    crop = ns["photo"].crop((left, top, left + 240, top + 240)).resize((24, 24))
    _, score = ns["net"].call((np.asarray(crop, "float32")[None] - 127.5) / 128)
    assert score[0, 1] > 0.99


def test_boxes_are_the_squares_that_were_drawn(snippet):
    ns = snippet("images/scan_image.py")
    lines = [line for line in ns.out.splitlines() if line.startswith("rows")]
    assert len(lines) == 3
    for line in lines:
        r, last_row, c, last_column = (
            int(w.strip(",")) for w in line.split() if w.strip(",").isdigit()
        )
        assert ns["drawn"][r : last_row + 1, c : last_column + 1].all()
        assert (last_row - r, last_column - c) == (5, 5)
    assert ns["drawn"].astype(bool).sum() == 3 * 36
    for (r, c), value in np.ndenumerate(ns["output_map"]):
        window = ns["pixels"][2 * r : 2 * r + 6, 2 * c : 2 * c + 6, None]
        if (r * c) % 7 == 0:  # a seventh of the cells is enough
            assert ns["classic"](window[None]).numpy().item() == pytest.approx(value, abs=1e-5)


@given(st.integers(8, 40), st.integers(8, 40), st.integers(1, 12), st.integers(0, 99))
def test_tiles_cover_the_answer_exactly(snippet, height, width, cells, seed):
    """Each cell of each tile is the cell of the whole image, for any size of image and tile."""
    network = snippet("images/tiles.py")["network"]
    image = np.random.default_rng(seed).integers(0, 100, (height, width))
    whole = network(image)
    pixels = 8 + (cells - 1) * 2
    covered = np.zeros(whole.shape, dtype=int)
    for r in range(0, whole.shape[0], cells):
        for c in range(0, whole.shape[1], cells):
            tile = network(image[2 * r : 2 * r + pixels, 2 * c : 2 * c + pixels])
            for (i, j), value in np.ndenumerate(tile):
                assert value == whole[r + i, c + j]
                covered[r + i, c + j] += 1
    assert (covered == 1).all()


def test_palette_and_orientation(snippet):
    lines = [line.split(":")[1].strip() for line in snippet("images/convert.py").out.splitlines()]
    assert lines == ["[[0, 1]]", "[[[200, 30, 30], [250, 250, 250]]]", "(30, 40)", "(40, 30)"]


def test_the_figure_frames_what_the_page_finds(snippet):
    """Its bright cells are those of the network's map, its image is the drawn one."""
    ns, figure = snippet("images/scan_image.py"), snippet("images/boxes.py")
    assert (figure["image"] == ns["pixels"]).all()
    assert ((figure["output_map"] == 1) == (ns["output_map"] > 3.5)).all()
