"""Cells to pixels and back, against pixels that are really changed."""

import keras
import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.topics.stacks import LAYERS, named, pixels_that_move


@given(LAYERS, st.integers(1, 30))
def test_pixels_of_a_cell_and_cells_of_a_pixel(snippet, layers, pixels):
    """Kernels that leave no gaps: the formula, cut to the image, is exact in both directions."""
    layers = [(max(k, s), s, 1, min(p, max(k, s) - 1)) for k, s, _, p in layers]
    cells = pixels
    for kernel, stride, _, padding in layers:  # nor may a stride leave pixels over
        assume(cells + 2 * padding >= kernel and (cells + 2 * padding - kernel) % stride == 0)
        cells = (cells + 2 * padding - kernel) // stride + 1
    numbers = snippet("receptive/forward.py")["receptive_field"](named(layers))
    pixels_of = snippet("coordinates/cell_to_pixels.py")["pixels_of"]
    cells_of = snippet("coordinates/pixel_to_cells.py")["cells_of"]
    seen = pixels_that_move(layers, pixels)
    for cell, moving in enumerate(seen):
        low, high = pixels_of(cell, *numbers, pixels)
        assert moving == list(range(low, high + 1))
    for pixel in range(pixels):
        moved = [cell for cell, moving in enumerate(seen) if pixel in moving]
        assert list(cells_of(pixel, *numbers, len(seen))) == moved


def test_the_printed_network_on_32_pixels(snippet):
    """The outermost pixels that move each cell are the first and the last that are printed."""
    layers = [layer[1:] for layer in snippet("receptive/forward.py")["layers"]]
    # In the snippet the padding stands in front; behind, the same amount is added here.
    seen = pixels_that_move(layers, 32)
    assert len(seen) == 5
    for cell, line in enumerate(snippet("coordinates/cell_to_pixels.py").out.splitlines()):
        words = line.replace(",", "").split()
        assert [int(words[4]), int(words[6])] == [seen[cell][0], seen[cell][-1]]
        assert float(words[-1]) == (4 * cell - 1) + (16 - 1) / 2
    lines = snippet("coordinates/pixel_to_cells.py").out.splitlines()
    for pixel, line in zip((0, 3, 12, 20, 31), lines, strict=True):
        inside = [cell for cell in range(5) if seen[cell][0] <= pixel <= seen[cell][-1]]
        assert line.endswith(str(inside))


def test_perturbed_network_sees_eight_pixels(snippet):
    ns = snippet("coordinates/perturb.py")
    seen = pixels_that_move([(3, 1, 1, 0), (2, 2, 1, 0), (3, 1, 1, 0)], 14)
    assert seen == [list(range(2 * cell, 2 * cell + 8)) for cell in range(4)]
    assert ns.out.count("True") == 4


def test_same_padding_follows_tensorflows_rule(snippet):
    """Total padding max((ceil(n / s) - 1) s + k - n, 0), the smaller half in front."""
    model = snippet("coordinates/same_parity.py")["model"]
    for size in range(2, 10):
        total = max((-(-size // 2) - 1) * 2 + 3 - size, 0)
        moved = model.predict(np.eye(size)[:, :, None], verbose=0)[..., 0] != 0
        for cell in range(moved.shape[1]):
            start = 2 * cell - total // 2
            inside = [p for p in range(start, start + 3) if 0 <= p < size]
            assert np.flatnonzero(moved[:, cell]).tolist() == inside


def test_offsets_of_three_strided_layers(snippet):
    """Followed by changing pixels: the first that a cell in the middle sees, less its strides."""
    for line in snippet("coordinates/same_stack.py").out.splitlines()[1:]:
        side, *printed = map(int, line.split())
        found = []
        for same in (True, False):
            model = keras.Sequential([keras.Input((side, 1))])
            for _ in range(3):
                if not same:
                    model.add(keras.layers.ZeroPadding1D(1))
                how = {"padding": "same" if same else "valid", "kernel_initializer": "ones"}
                model.add(keras.layers.Conv1D(1, 3, strides=2, **how))
            moved = model.predict(np.eye(side)[:, :, None], verbose=0)[..., 0] != 0
            found.append(int(np.flatnonzero(moved[:, 3])[0]) - 3 * 8)
        assert found == printed
