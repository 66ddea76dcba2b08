"""From a convolution back to a matrix, against SciPy's correlation."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import correlate

sizes = st.integers(1, 4)


@given(sizes, sizes, sizes, sizes)
def test_each_way_back_puts_each_weight_at_its_row(H, W, C, OUT):
    kernel = np.arange(H * W * C * OUT).reshape(H, W, C, OUT)
    hwc = kernel.reshape(-1, OUT)
    chw = kernel.transpose(2, 0, 1, 3).reshape(-1, OUT)
    wch = kernel.transpose(1, 2, 0, 3).reshape(-1, OUT)
    for i, j, c in np.ndindex(H, W, C):
        weights = kernel[i, j, c]
        assert (hwc[(i * W + j) * C + c] == weights).all()
        assert (chw[(c * H + i) * W + j] == weights).all()
        assert (wch[(j * C + c) * H + i] == weights).all()


def test_nothing_is_lost_on_the_page(snippet):
    ns = snippet("inverse/round_trip.py")
    for order in ("H,W,C", "C,H,W", "W,C,H"):
        assert (ns["back"][order] == ns["dense"]).all()


def test_the_large_matrix_is_the_small_convolution(snippet):
    ns = snippet("inverse/smaller_kernel.py")
    planes = [
        correlate(ns["x"], ns["kernel"][..., o], "valid", method="direct")[..., 0] for o in range(3)
    ]
    expected = np.stack(planes, -1)
    assert (ns["x"].reshape(-1) @ ns["matrix"] == expected.reshape(-1)).all()
    assert np.count_nonzero(ns["matrix"]) == ns["kernel"].size * expected[..., 0].size


def test_the_keras_layers_agree(snippet):
    ns = snippet("inverse/keras_layer.py")
    kernel, bias = ns["converted"].get_weights()
    expected = np.einsum("nhwc,hwco->no", ns["x"], kernel) + bias
    np.testing.assert_allclose(ns["after"], expected, atol=1e-5)
    np.testing.assert_allclose(ns["before"][:, 0, 0], expected, atol=1e-5)


def test_the_converters_functions_undo_each_other_in_six_orders(snippet):
    lines = snippet("inverse/converter.py").out.splitlines()
    assert len(lines) == 6
    assert all(line.endswith("same: True") for line in lines)


def test_any_convolution_is_the_matrix_of_its_answers(snippet):
    ns = snippet("inverse/any_convolution.py")
    assert [line.split()[-1] for line in ns.out.splitlines()] == ["True"] * 3
    kernel = ns["conv"].get_weights()[0]  # the last of the three: dilated
    for i, j, c, a, b, o in np.ndindex(5, 6, 2, 1, 2, 3):
        (di, ri), (dj, rj) = divmod(i - a, 2), divmod(j - b, 2)
        inside = ri == rj == 0 and 0 <= di < 3 and 0 <= dj < 3
        expected = kernel[di, dj, c, o] if inside else 0
        assert ns["W_dense"][(i * 6 + j) * 2 + c, (a * 2 + b) * 3 + o] == expected


def test_figure_is_the_matrix_of_a_correlation(snippet):
    ns = snippet("inverse/picture.py")
    x = np.random.default_rng(0).integers(-9, 10, (3, 4))
    expected = correlate(x, ns["kernel"], "valid", method="direct").reshape(-1)
    assert (x.reshape(-1) @ ns["matrix"] == expected).all()
    assert ns["matrix"].shape == (12, 6)
