"""An answer for every pixel: stitching and dilation, exactly, against one crop an answer."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import maximum_filter

# Layers of a 1-D network: ("conv", kernel size, 1) or ("pool", window, stride)
LAYERS = st.lists(
    st.one_of(
        st.tuples(st.just("conv"), st.integers(1, 3), st.just(1)),
        st.tuples(st.just("pool"), st.integers(1, 3), st.integers(2, 3)),
    ),
    min_size=1,
    max_size=4,
)


def run(x, layers, strides=True):
    """Integers through the layers, by loops; without strides, dilated instead."""
    gap = 1
    for number, (kind, size, stride) in enumerate(layers):
        windows = [x[o : o + (size - 1) * gap + 1 : gap] for o in range(len(x) - (size - 1) * gap)]
        if kind == "conv":
            weights = [(number * 7 + k * 5) % 9 - 4 for k in range(size)]
            x = [sum(w * v for w, v in zip(weights, window, strict=True)) for window in windows]
        else:
            x = [max(window) for window in windows]
        if strides:
            x = x[::stride]
        else:
            gap *= stride
    return x


@given(LAYERS, st.integers(0, 12), st.integers(0, 99))
def test_stitched_and_dilated_equal_the_scan(layers, more, seed):
    field, total = 1, 1
    for _, size, stride in layers:
        field, total = field + (size - 1) * total, total * stride
    image = np.random.default_rng(seed).integers(-9, 10, field + more).tolist()
    scan = [run(image[p : p + field], layers)[0] for p in range(more + 1)]
    stitched = [None] * len(scan)
    for shift in range(min(total, len(scan))):
        stitched[shift::total] = run(image[shift:], layers)
    assert stitched == scan
    assert run(image, layers, strides=False) == scan


@settings(max_examples=20)
@given(st.integers(18, 24), st.integers(18, 24), st.integers(0, 99))
def test_the_two_snippets_equal_loops_over_every_crop(snippet, height, width, seed):
    """Both networks of the page, in two dimensions, on images of any size."""
    stitch, dilated = snippet("everypixel/shift_and_stitch.py"), snippet("everypixel/dilated.py")
    image = np.random.default_rng(seed).integers(0, 10, (height, width))
    every = dilated["network"](image, 1)
    assert every.shape == (height - 17, width - 17)
    for (r, c), value in np.ndenumerate(every):
        x = image[r : r + 18, c : c + 18].tolist()
        for number, kernel in enumerate(stitch["kernels"]):
            n = len(x) - 2
            x = [
                [
                    sum(x[i + a][j + b] * kernel[a][b] for a in range(3) for b in range(3))
                    for j in range(n)
                ]
                for i in range(n)
            ]
            if number < 2:
                x = [
                    [
                        max(x[i + a][j + b] for a in (0, 1) for b in (0, 1))
                        for j in range(0, n - 1, 2)
                    ]
                    for i in range(0, n - 1, 2)
                ]
        assert value == x[0][0]
    for r, c in np.ndindex(min(4, height - 17), min(4, width - 17)):
        assert np.array_equal(stitch["network"](image[r:, c:]), every[r::4, c::4])


def test_one_dimension(snippet):
    ns = snippet("everypixel/every_other.py")
    layers = [("conv", [1, 2, 1]), ("pool", 2), ("conv", [3, 1])]
    for position in range(8):
        x = ns["image"][position : position + 6].tolist()
        for kind, value in layers:
            if kind == "conv":
                x = [
                    sum(a * b for a, b in zip(value, x[o:], strict=False))
                    for o in range(len(x) + 1 - len(value))
                ]
            else:
                x = [max(x[0], x[1]), max(x[2], x[3])]
        assert x == [ns["crops"][position]] == [ns["stitched"][position]]


def test_keras_every_pixel_equals_crops(snippet):
    ns = snippet("everypixel/in_keras.py")
    maps, image = ns["inside"], ns["image"]
    assert maps.shape == (13, 17, 2)
    crops = [image[r : r + 8, c : c + 8, None] for r, c in np.ndindex(13, 17)]
    alone = ns["classic"].predict(np.stack(crops), verbose=0)
    np.testing.assert_allclose(maps.reshape(-1, 2), alone, atol=1e-5)


def test_each_pixel_gets_the_crop_around_it(snippet):
    """Three pixels before it and four after; outside the image, those mirrored at its edge."""
    ns = snippet("everypixel/in_keras.py")
    image, (height, width) = ns["image"], ns["image"].shape

    def mirrored(p, size):
        return abs(p) if p < size else 2 * (size - 1) - p

    crops = np.empty((height, width, 8, 8, 1))
    for r, c, i, j in np.ndindex(height, width, 8, 8):
        crops[r, c, i, j, 0] = image[mirrored(r - 3 + i, height), mirrored(c - 3 + j, width)]
    alone = ns["classic"].predict(crops.reshape(-1, 8, 8, 1), verbose=0)
    np.testing.assert_allclose(ns["all_pixels"].reshape(-1, 2), alone, atol=1e-5)


def test_dilated_pool_is_scipys_maximum_filter(snippet):
    ns = snippet("everypixel/second_pool.py")
    footprint = np.zeros((3, 3), dtype=bool)
    footprint[::2, ::2] = True
    x = np.random.default_rng(1).random((9, 11)).astype("float32")
    expected = maximum_filter(x, footprint=footprint)[1:-1, 1:-1]
    found = np.asarray(ns["dilated_pool"](x[None, ..., None], 2))[0, ..., 0]
    assert np.array_equal(found, expected)


def test_multiply_adds_are_those_that_a_run_performs(snippet):
    """Counted on the windows that the dilated network really multiplies."""
    cost, dilated = snippet("everypixel/cost.py"), snippet("everypixel/dilated.py")
    windows, performed = dilated["windows"], 0
    for stride in (1, 2):
        x, gap, performed = np.zeros((27, 30)), 1, 0
        for number in range(3):
            cut = windows(x, 3, gap)
            performed += cut.size
            x = cut[..., 0, 0]
            if number < 2:
                x = windows(x, 2, gap)[::stride, ::stride, 0, 0]
                gap *= 2 // stride
        assert cost["multiply_adds"](27, 30, stride) == performed
    ways = list(cost["ways"].values())
    assert ways[1] == (47 * 47 * cost["multiply_adds"](18, 18), 47 * 47)
    x = np.zeros((64, 64))  # the plain pass really gives as many answers as it is divided by
    for size, step in ((3, 1), (2, 2), (3, 1), (2, 2), (3, 1)):
        x = windows(x, size, 1)[::step, ::step, 0, 0]
    assert ways[0][1] == x.size


def test_phases(snippet):
    out = snippet("everypixel/phases.py").out
    assert [line.split(": ")[1][:4] for line in out.splitlines() if "of the" in line] == [
        "0.25",
        "0.50",
        "1.00",
    ]
