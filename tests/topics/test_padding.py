"""Where equality ends: what a crop's zeros reach, found again without a formula."""

import keras
import numpy as np
import pytest


def test_one_convolution(snippet):
    ns = snippet("padding/one_conv.py")
    image = [0, *range(1, 10), 0]
    in_image = [sum(image[p : p + 3]) for p in range(9)][3:8]
    crop = [0, 4, 5, 6, 7, 8, 0]
    assert ns["from_image"].tolist() == in_image
    assert ns["padded_crop"].tolist() == [sum(crop[p : p + 3]) for p in range(5)]
    assert (ns["valid_crop"] == ns["valid_image"]).all()


def reached(layers, size):
    """Cells of a padded crop that anything outside it reaches: True spreads, layer by layer."""
    touched = [True] * size + [False] * size + [True] * size
    before = size
    for kernel, stride, padding in layers:
        padded = [True] * padding + touched + [True] * padding
        touched = [any(padded[o : o + kernel]) for o in range(0, len(padded) - kernel + 1, stride)]
        before = (before + 2 * padding - kernel) // stride + 1
    return touched[before : 2 * before]


def test_border_counts(snippet):
    ns = snippet("padding/border.py")
    for (_, size, layers), line in zip(ns["stacks"], ns.out.splitlines(), strict=True):
        cells = reached(layers, size)
        numbers = [int(word.strip(",")) for word in line.split() if word.strip(",").isdigit()]
        assert numbers[-2:] == [len(cells), cells.count(False)]


def test_creep_never_outruns_the_receptive_field(snippet):
    """Cells that nothing outside reaches are equal; a pool may hide some that are reached."""
    conv, pool = (3, 1, 1), (2, 2, 0)
    stack = [conv, conv, pool] * 3
    for depth, line in enumerate(snippet("padding/creep.py").out.splitlines(), start=1):
        drawing = line.split()[-1]
        touched = reached(stack[:depth], 32)
        assert len(drawing) == len(touched)
        assert all(mark == "." for mark, t in zip(drawing, touched, strict=True) if not t)
    assert drawing == "####"


@pytest.mark.parametrize(
    ("padding", "pools", "differ"), [("valid", False, 0), ("same", False, 192), ("same", True, 16)]
)
def test_difference_map(snippet, padding, pools, differ):
    """Every valid cell equals its crop; four padded convolutions lose a border of four."""
    ns = snippet("padding/difference_map.py")
    image, run = ns["image"], ns["run"]
    crop = run(image[16:32, 16:32], padding, pools)
    stride = 4 if pools else 1
    at, cells = 16 // stride, len(crop)
    whole = run(image, padding, pools)[at : at + cells, at : at + cells]
    wrong = ~np.isclose(crop, whole, rtol=1e-9, atol=1e-9 * np.abs(whole).max())
    assert wrong.sum() == differ
    assert f": {differ} of {wrong.size} differ" in ns.out
    if differ == 192:
        assert not wrong[4:-4, 4:-4].any()


def test_the_field_in_the_difference_map_is_what_its_stack_sees(snippet):
    """One row of pixels at a time: which of them reach a cell well inside."""
    ns = snippet("padding/difference_map.py")
    for _, padding, pools, size, stride, offset in ns["cases"]:
        rows = [np.arange(48)[:, None] == np.full(48, pixel) for pixel in range(48)]
        reached = [ns["run"](row * 1.0, padding, pools)[6, 6] > 0 for row in rows]
        first = offset + 6 * stride
        assert np.flatnonzero(reached).tolist() == list(range(first, first + size))


def test_vgg_shaped_network_differs_from_each_crop(snippet):
    ns = snippet("padding/vgg_shaped.py")
    cells, image = ns["cells"], ns["image"]
    for r, c in [(0, 0), (2, 3), (5, 5)]:
        crop = image[:, 32 * r : 32 * r + 224, 32 * c : 32 * c + 224]
        alone = ns["classic"].predict(crop, verbose=0).item()
        assert alone == pytest.approx(ns["answers"][r, c], rel=1e-3)
        assert alone != pytest.approx(cells[r, c], rel=1e-3)
        # The same weights in one pass over just the crop: equal, so the conversion is right.
        assert ns["converted"].predict(crop, verbose=0).item() == pytest.approx(alone, rel=1e-3)


def test_without_the_border_the_rest_is_the_image_s_and_not_the_crop_s(snippet):
    ns = snippet("padding/without_border.py")

    def trunk(x):  # by loops, zeros outside; np.convolve turns the kernel round
        for kernel in ([1, 2, 1], [3, 1, -1]):
            padded = [0, *x, 0]
            x = [sum(k * padded[p + i] for i, k in enumerate(kernel)) for p in range(len(x))]
        return x

    image, head = ns["image"].tolist(), ns["head"].tolist()
    whole = trunk(image)
    expected = [np.dot(whole[p : p + 8], head) for p in range(10, 18)]
    assert ns["without_border"].tolist() == ns["whole_image"].tolist() == expected
    crops = [np.dot(trunk(image[p : p + 8]), head) for p in range(10, 18)]
    assert ns["crops"] == crops
    assert not np.equal(crops, expected).any()


def test_the_trained_networks_counts(snippet):
    ns = snippet("padding/trained.py")
    networks, images, labels = ns["networks"], ns["images"][1296:1764], ns["labels"][1296:1764]
    alone = networks.predict(images[..., None], verbose=0)
    alone = [(z[:, 0, 0].argmax(-1) == labels).sum() for z in alone]
    neighbours = np.zeros(3, dtype=int)
    for start in range(0, 468, 36):
        page = np.zeros((48, 48))
        for k in range(36):
            r, c = 8 * (k // 6), 8 * (k % 6)
            page[r : r + 8, c : c + 8] = images[start + k]
        for number, z in enumerate(networks.predict(page[None, ..., None], verbose=0)):
            neighbours[number] += (z.argmax(-1).ravel() == labels[start : start + 36]).sum()
    rows = [list(map(int, line.split()[2:])) for line in ns.out.splitlines()[1:]]
    assert rows[1] == [*alone, *neighbours]
    on_crops, on_pages = np.reshape(rows, (2, 2, 3)).transpose(1, 0, 2)
    assert (on_crops[0] > on_pages[0]).all()  # all six read best the way they were trained
    assert (on_pages[1] > on_crops[1]).all()
    assert keras.config.floatx() == "float32"
