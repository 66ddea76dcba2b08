"""The function that sums up the lessons, and the figure that looks ahead."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

sizes = st.integers(1, 5)


@given(sizes, sizes, sizes, sizes, st.sampled_from(["C,H,W", "H,W,C"]))
def test_function_puts_each_weight_in_its_place(snippet, C, H, W, out, order):
    convert = snippet("learned/one_function.py")["dense_to_conv"]
    W_dense = np.arange(C * H * W * out).reshape(C * H * W, out)
    kernel = convert(W_dense, H, W, C, order)
    assert kernel.shape == (H, W, C, out)
    for r, k, c, o in np.ndindex(kernel.shape):
        flat = (c * H + r) * W + k if order == "C,H,W" else (r * W + k) * C + c
        assert kernel[r, k, c, o] == W_dense[flat, o]


@pytest.mark.parametrize("order", ["HWC", "CHW", "W,C,H", "h,w,c", None])
def test_function_refuses_another_order(snippet, order):
    convert = snippet("learned/one_function.py")["dense_to_conv"]
    with pytest.raises(ValueError, match=r"H,W,C or C,H,W"):
        convert(np.zeros((6, 2)), 1, 2, 3, order)


def test_page_counts_the_maps_it_checked(snippet):
    ns = snippet("learned/one_function.py")
    assert ns["equal"] == len([*np.ndindex(4, 4, 4)]) * 2


def test_figure_marks_windows_that_fit_the_image(snippet):
    ns = snippet("learned/larger_image.py")
    positions = [
        (r, k)
        for r, k in np.ndindex(ns["rows"], ns["columns"])
        if r + 5 <= ns["rows"] and k + 7 <= ns["columns"]
    ]
    assert len(positions) == np.prod(ns["cells"]) == 16
    assert set(ns["chosen"]) <= set(positions)
