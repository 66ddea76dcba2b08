"""A channels_first model in channels_last, against a forward pass in SciPy."""

import keras
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import correlate

sizes = st.integers(1, 4)


def conv(x, kernel, bias):
    """x (C, H, W), kernel (h, w, C, O), valid."""
    planes = [
        correlate(x, kernel[..., k].transpose(2, 0, 1), "valid")[0] for k in range(kernel.shape[-1])
    ]
    return np.stack(planes) + bias[:, None, None]


def test_both_networks_are_the_one_scipy_computes(snippet):
    ns = snippet("layout/whole_model.py")
    k1, b1 = ns["old"].layers[1].get_weights()
    norm = next(one for one in ns["old"].layers if isinstance(one, keras.layers.BatchNormalization))
    gamma, beta, mean, variance = (v[:, None, None] for v in norm.get_weights())
    second = next(one for one in ns["old"].layers if getattr(one, "padding", "") == "same")
    k2, b2 = second.get_weights()
    dense, bias = ns["old"].get_layer("dense").get_weights()
    for n, image in enumerate(ns["x"]):
        a = np.maximum(conv(image, k1, b1), 0)
        b = conv(np.pad(a, ((0, 0), (1, 1), (1, 1))), k2, b2)
        normalised = gamma * (a - mean) / np.sqrt(variance + norm.epsilon) + beta
        both = np.concatenate([normalised, b])
        c, h, w = both.shape
        pooled = both[:, : h // 2 * 2, : w // 2 * 2].reshape(c, h // 2, 2, w // 2, 2)
        expected = pooled.max((2, 4)).reshape(-1) @ dense + bias
        np.testing.assert_allclose(ns["before"][n], expected, rtol=1e-4)
        np.testing.assert_allclose(ns["after"][n], expected, rtol=1e-4)


@given(sizes, sizes, sizes)
def test_reordered_rows_give_what_the_trained_network_gave(C, H, W):
    rng = np.random.default_rng(0)
    image_map = rng.integers(-9, 10, (H, W, C))
    dense = rng.integers(-9, 10, (C * H * W, 2))
    rows = np.arange(C * H * W).reshape(C, H, W).transpose(1, 2, 0).reshape(-1)
    expected = sum(
        image_map[i, j, c] * dense[(c * H + i) * W + j]
        for i in range(H)
        for j in range(W)
        for c in range(C)
    )
    assert (image_map.reshape(-1) @ dense[rows] == expected).all()


def test_the_copied_kernel_differs(snippet):
    ns = snippet("layout/dense_rows.py")
    assert (ns["moved"] == ns["trained"]).all()
    assert (ns["copied"] != ns["trained"]).any()


def test_one_kernel_serves_both_formats(snippet):
    ns = snippet("layout/kernel_stays.py")
    kernel, bias = ns["new"].get_weights()
    expected = conv(ns["image"][0].transpose(2, 0, 1), kernel, bias)
    np.testing.assert_allclose(ns["after"][0].transpose(2, 0, 1), expected, atol=1e-5)
    np.testing.assert_allclose(ns["before"][0], expected, atol=1e-5)


def test_a_forgotten_axis_loads_only_where_rows_are_as_many_as_channels(snippet):
    verdicts = [line.split()[-1] for line in snippet("layout/forgotten_axis.py").out.splitlines()]
    assert verdicts == ["loaded", "ValueError", "loaded", "loaded"]


def test_figure_and_block_move_the_same_rows(snippet):
    drawn, ns = snippet("layout/moved_rows.py"), snippet("layout/dense_rows.py")
    assert (drawn["C"], drawn["H"], drawn["W"]) == (ns["C"], ns["H"], ns["W"])
    assert drawn["rows"].tolist() == ns["rows"].tolist()


def test_a_normalisation_between_moves_with_the_rows(snippet):
    ns = snippet("layout/norm_between.py")
    C, H, W = ns["old_map"].shape
    for old, new in zip([*ns["weights"], ns["W_dense"]], [*ns["moved"], ns["rows"]], strict=True):
        for c, i, j in np.ndindex(C, H, W):
            assert (new[(i * W + j) * C + c] == old[(c * H + i) * W + j]).all()
    vectors = [
        ns["normalised"](x, *some)
        for x, some in ((ns["x"], ns["weights"]), (ns["new_x"], ns["moved"]))
    ]
    gamma, beta, mean, variance = ns["weights"]
    expected = [
        (x - m) / (v + 1e-3) ** 0.5 * g + b
        for x, g, b, m, v in zip(ns["x"], gamma, beta, mean, variance, strict=True)
    ]
    np.testing.assert_allclose(vectors[0], expected)
    np.testing.assert_allclose(vectors[0] @ ns["W_dense"], vectors[1] @ ns["rows"])
