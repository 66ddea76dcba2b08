"""Kernel layout and convolution, against SciPy and the values the original notebook printed."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.signal import convolve, correlate

sizes = st.integers(1, 4)


@given(sizes, sizes, sizes, sizes)
def test_transpose_takes_each_weight_to_its_place(filters, channels, height, width):
    Win = np.arange(filters * channels * height * width).reshape(filters, channels, height, width)
    W_conv = Win.transpose(2, 3, 1, 0)
    for f, c, i, j in np.ndindex(Win.shape):
        assert W_conv[i, j, c, f] == Win[f, c, i, j]


def test_win_and_wconv_are_the_ones_the_notebook_printed(snippet):
    ns = snippet("kernels/win_to_keras.py")
    assert ns["Win"].tolist() == [[[[1, 2, 3]]], [[[4, 5, 6]]], [[[7, 8, 9]]]]
    assert ns["W_conv"].tolist() == [[[[1, 4, 7]], [[2, 5, 8]], [[3, 6, 9]]]]
    assert ns["W_conv"].shape == (1, 3, 1, 3)


@given(st.data(), sizes, sizes, sizes, sizes)
def test_loops_are_cross_correlation(snippet, data, channels, filters, height, width):
    loops = snippet("kernels/loops.py")["convolve"]
    rows, columns = data.draw(st.integers(height, 6)), data.draw(st.integers(width, 6))
    numbers = st.integers(-9, 9)
    image = data.draw(arrays(int, (channels, rows, columns), elements=numbers))
    Win = data.draw(arrays(int, (filters, channels, height, width), elements=numbers))
    expected = [correlate(image, filter_, "valid", method="direct")[0] for filter_ in Win]
    assert np.array_equal(loops(image, Win), expected)


def test_keras_computes_what_the_loops_compute(snippet):
    ns = snippet("kernels/loops.py")
    expected = [
        correlate(ns["image"], filter_, "valid", method="direct")[0] for filter_ in ns["Win"]
    ]
    assert np.array_equal(ns["keras_map"], expected)


def test_signals_turn_the_kernel_round(snippet):
    ns = snippet("kernels/not_flipped.py")
    row, kernel = ns["row"], ns["kernel"]
    assert (ns["correlation"] == correlate(row, kernel, "valid")).all()
    assert (ns["convolution"] == convolve(row, kernel, "valid")).all()
    assert ns["correlation"].tolist() == [3, 2, 1, 0, 0]


def test_one_kernel_serves_both_formats(snippet):
    ns = snippet("kernels/same_layout.py")
    filters = ns["kernel"].transpose(3, 2, 0, 1)
    expected = [correlate(ns["image"][0], f, "valid", method="direct")[0] for f in filters]
    for output in ns["outputs"].values():
        assert np.array_equal(output[0], expected)


def test_reshaped_kernel_fits_and_mixes_the_filters(snippet):
    ns = snippet("kernels/wrong_axes.py")
    assert ns["right"].shape == ns["wrong"].shape
    assert [ns["right"][0, :, 0, f].tolist() for f in range(3)] == ns["Win"].reshape(3, 3).tolist()
    assert ns["wrong"][0, :, 0, 0].tolist() == [1, 4, 7]


def test_figure_multiplies_windows_by_the_filter(snippet):
    ns = snippet("kernels/window_to_row.py")
    expected = correlate(ns["image"], ns["filter_"], "valid")
    assert (ns["result"].ravel() == expected.ravel()).all()
    drawn = [int(text.get_text()) for text in ns["ax"].texts if text.get_text().isdigit()]
    assert drawn[-6:] == expected.ravel().tolist()
