"""Receptive field, stride and first pixel, against pixels that are really changed."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

# kernel, stride, dilation, padding on both sides
LAYERS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3), st.integers(0, 2)),
    min_size=1,
    max_size=4,
)


def run(x, layers):
    """Convolutions with kernels of ones, by loops, over exact integers."""
    for kernel, stride, dilation, padding in layers:
        x = [0] * padding + x + [0] * padding
        last = len(x) - dilation * (kernel - 1)
        x = [sum(x[o + dilation * k] for k in range(kernel)) for o in range(0, last, stride)]
    return x


def pixels_that_move(layers, size):
    """For each cell the pixels that change it, found by changing every pixel."""
    before = run([0] * size, layers)
    moved = [
        [
            a != b
            for a, b in zip(before, run([int(q == p) for q in range(size)], layers), strict=True)
        ]
        for p in range(size)
    ]
    return [[p for p in range(size) if moved[p][cell]] for cell in range(len(before))]


def named(layers):
    return [("", *layer) for layer in layers]


@given(LAYERS, st.integers(0, 8))
def test_forward_without_padding(snippet, layers, more):
    layers = [(k, s, d, 0) for k, s, d, _ in layers]
    field, stride, first = snippet("receptive/forward.py")["sees"](named(layers))
    assume(field + more <= 60)
    seen = pixels_that_move(layers, field + more)
    assert len(seen) == more // stride + 1
    for cell, pixels in enumerate(seen):
        assert pixels[0] == first + cell * stride
        assert pixels[-1] == first + cell * stride + field - 1


@given(LAYERS, st.integers(1, 30))
def test_forward_and_back_with_padding(snippet, layers, size):
    """Kernels that leave no gaps: the formula, cut to the image, is exact in both directions."""
    layers = [(max(k, s), s, 1, min(p, max(k, s) - 1)) for k, s, _, p in layers]
    cells = size
    for kernel, stride, _, padding in layers:  # nor may a stride leave pixels over
        assume(cells + 2 * padding >= kernel and (cells + 2 * padding - kernel) % stride == 0)
        cells = (cells + 2 * padding - kernel) // stride + 1
    field, stride, first = snippet("receptive/forward.py")["sees"](named(layers))
    seen = pixels_that_move(layers, size)
    for cell, pixels in enumerate(seen):
        start = first + cell * stride
        assert pixels == list(range(max(start, 0), min(start + field, size)))
    cells_of = snippet("receptive/back.py")["cells_of"]
    for pixel in range(size):
        moved = [cell for cell, pixels in enumerate(seen) if pixel in pixels]
        assert list(cells_of(pixel, field, stride, first, len(seen))) == moved


@given(LAYERS, st.integers(1, 40))
def test_no_cell_sees_more_than_the_formula_says(snippet, layers, size):
    field, stride, first = snippet("receptive/forward.py")["sees"](named(layers))
    for cell, pixels in enumerate(pixels_that_move(layers, size)):
        start = first + cell * stride
        assert set(pixels) <= set(range(start, start + field))


def test_the_printed_network_on_32_pixels(snippet):
    layers = [layer[1:] for layer in snippet("receptive/forward.py")["layers"]]
    # In the snippet the padding stands in front; behind, the same amount is added here.
    seen = pixels_that_move(layers, 32)
    lines = snippet("receptive/back.py").out.splitlines()
    assert len(seen) == 5
    for pixel, line in zip((0, 3, 12, 20, 31), lines, strict=True):
        starts = [-1 + 4 * cell for cell in range(5)]
        inside = [cell for cell, start in enumerate(starts) if start <= pixel < start + 16]
        assert line.endswith(str(inside))
        assert {cell for cell in range(5) if pixel in seen[cell]} <= set(inside)


def test_gaps_are_those_that_changed_pixels_show(snippet):
    see = snippet("receptive/gaps.py")["seen_by_cell_0"]
    for layers in (
        [(3, 1, 2)],
        [(3, 1, 1), (3, 1, 2)],
        [(1, 2, 1), (3, 1, 1)],
        [(2, 3, 2), (2, 1, 2)],
    ):
        moved = pixels_that_move([(*layer, 0) for layer in layers], 16)[0]
        assert see(layers) == "".join("#" if p in moved else "." for p in range(16))


def test_perturbed_network_sees_eight_pixels(snippet):
    ns = snippet("receptive/perturb.py")
    seen = pixels_that_move([(3, 1, 1, 0), (2, 2, 1, 0), (3, 1, 1, 0)], 14)
    assert seen == [list(range(2 * cell, 2 * cell + 8)) for cell in range(4)]
    assert ns.out.count("True") == 4


def test_same_padding_follows_tensorflows_rule(snippet):
    """Total padding max((ceil(n / s) - 1) s + k - n, 0), the smaller half in front."""
    model = snippet("receptive/same_parity.py")["model"]
    for size in range(2, 10):
        total = max((-(-size // 2) - 1) * 2 + 3 - size, 0)
        moved = model.predict(np.eye(size)[:, :, None], verbose=0)[..., 0] != 0
        for cell in range(moved.shape[1]):
            start = 2 * cell - total // 2
            inside = [p for p in range(start, start + 3) if 0 <= p < size]
            assert np.flatnonzero(moved[:, cell]).tolist() == inside


def test_vgg16(snippet):
    """404 pixels, wider than the 224 of a crop; found again by following one cell down."""
    low = high = 0
    for convolutions in (None, 3, 3, 3, 2, 2):
        if convolutions is None:
            high += 6
            continue
        low, high = 2 * low, 2 * high + 1
        low, high = low - convolutions, high + convolutions
    assert snippet("receptive/vgg.py")["field"] == high - low + 1 == 404


def test_keras_model_of_the_page_is_the_typed_network(snippet):
    """The converter's three numbers, the page's three numbers and changed pixels agree."""
    forward, ns = snippet("receptive/forward.py"), snippet("receptive/of_a_model.py")
    field, stride, first = forward["sees"](forward["layers"])
    assert ns["seen"].size == (field, field)
    assert ns["seen"].stride == (stride, stride)
    assert ns["seen"].offset == (first, first)
    images = np.eye(32, dtype="float32").reshape(32, 32, 1, 1).repeat(32, axis=2)  # one bright row
    model = ns["model"]
    model.set_weights([np.ones_like(w) for w in model.get_weights()])
    answers = model.predict(images, verbose=0)[:, :, 0, 0]
    dark = model.predict(np.zeros((1, 32, 32, 1)), verbose=0)[0, :, 0, 0]
    for cell in range(answers.shape[1]):
        moved = np.flatnonzero(answers[:, cell] != dark[cell])
        start = first + cell * stride
        assert moved[0] == max(start, 0)
        assert moved[-1] == start + field - 1
