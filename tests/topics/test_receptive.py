"""Size, stride and offset of the receptive field, against pixels that are really changed."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.topics.stacks import LAYERS, named, pixels_that_move


@given(LAYERS, st.integers(0, 8))
def test_forward_without_padding(snippet, layers, more):
    layers = [(k, s, d, 0) for k, s, d, _ in layers]
    size, stride, offset = snippet("receptive/forward.py")["receptive_field"](named(layers))
    assume(size + more <= 60)
    seen = pixels_that_move(layers, size + more)
    assert len(seen) == more // stride + 1
    for cell, pixels in enumerate(seen):
        assert pixels[0] == offset + cell * stride
        assert pixels[-1] == offset + cell * stride + size - 1


@given(LAYERS, st.integers(1, 40))
def test_no_cell_sees_more_than_the_formula_says(snippet, layers, pixels):
    size, stride, offset = snippet("receptive/forward.py")["receptive_field"](named(layers))
    for cell, seen in enumerate(pixels_that_move(layers, pixels)):
        start = offset + cell * stride
        assert set(seen) <= set(range(start, start + size))


def test_gaps_are_those_that_changed_pixels_show(snippet):
    ns = snippet("receptive/gaps.py")
    for layers, line in zip(ns["stacks"].values(), ns.out.splitlines(), strict=True):
        moved = pixels_that_move([(*layer, 0) for layer in layers], 20)[0]
        drawing = "".join("#" if p in moved else "." for p in range(moved[-1] + 1))
        assert line.split()[-4] == drawing
        assert line.endswith(f"{len(moved):2d} of {len(drawing):2d}")


def test_vgg16(snippet):
    """404 pixels, wider than the 224 of a crop; found again by following one cell down."""
    low = high = 0
    for convolutions in (None, 3, 3, 3, 2, 2):
        if convolutions is None:
            high += 6
            continue
        low, high = 2 * low, 2 * high + 1
        low, high = low - convolutions, high + convolutions
    assert snippet("receptive/vgg.py")["size"] == high - low + 1 == 404


def test_keras_model_of_the_page_is_the_typed_network(snippet):
    """The converter's three numbers, the page's three numbers and changed pixels agree."""
    forward, ns = snippet("receptive/forward.py"), snippet("receptive/of_a_model.py")
    size, stride, offset = forward["receptive_field"](forward["layers"])
    assert ns["field"].size == (size, size)
    assert ns["field"].stride == (stride, stride)
    assert ns["field"].offset == (offset, offset)
    images = np.eye(32, dtype="float32").reshape(32, 32, 1, 1).repeat(32, axis=2)  # one bright row
    model = ns["model"]
    model.set_weights([np.ones_like(w) for w in model.get_weights()])
    answers = model.predict(images, verbose=0)[:, :, 0, 0]
    dark = model.predict(np.zeros((1, 32, 32, 1)), verbose=0)[0, :, 0, 0]
    for cell in range(answers.shape[1]):
        moved = np.flatnonzero(answers[:, cell] != dark[cell])
        start = offset + cell * stride
        assert moved[0] == max(start, 0)
        assert moved[-1] == start + size - 1
