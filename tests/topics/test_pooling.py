"""Pooling heads, against crops and loops."""

import re

import numpy as np
import pytest
from scipy.special import softmax


def test_pooling_averages_logits(snippet):
    ns = snippet("pooling/mean_of_logits.py")
    logits = [cell @ ns["w"] + ns["b"] for cell in ns["feature_map"].reshape(-1, 5)]
    np.testing.assert_allclose(ns["network"], softmax(np.mean(logits, 0)))
    assert not np.allclose(ns["network"], np.mean(softmax(logits, 1), 0), atol=0.01)


def test_a_window_with_stride_one_scans(snippet):
    ns = snippet("pooling/stride_one.py")
    assert ns["cells"].shape == (3, 4, 2)
    kernel, bias, w, b = ns["classic"].get_weights()  # the last head: maximum pooling
    for i, j in np.ndindex(3, 4):
        crop = ns["image"][0, i : i + 6, j : j + 7, 0]
        windows = np.lib.stride_tricks.sliding_window_view(crop, (3, 3))
        maps = np.einsum("hwab,abo->hwo", windows, kernel[:, :, 0]) + bias
        expected = np.maximum(maps, 0).max((0, 1)) @ w + b
        np.testing.assert_allclose(ns["cells"][i, j], expected, atol=1e-5)


def test_global_pooling_on_a_larger_map_is_no_window(snippet):
    ns = snippet("pooling/one_answer.py")
    for i, j in np.ndindex(3, 4):
        window = ns["feature_map"][i : i + 2, j : j + 3].reshape(6, 5)
        np.testing.assert_allclose(ns["each"][i, j], window.mean(0) @ ns["w"])
        assert abs(ns["each"][i, j] - ns["whole"]).max() > 1e-3
    assert ns.out.endswith("0 of 12\n")


def test_only_the_average_lets_the_dense_layer_pass(snippet):
    ns = snippet("pooling/swap.py")
    assert re.findall("equal|DIFFERENT", ns.out) == ["equal", "DIFFERENT"]
    logits = [cell @ ns["w"] + ns["b"] for cell in ns["feature_map"].reshape(-1, 5)]
    np.testing.assert_allclose(ns["dense_first"], np.max(logits, axis=0))


@pytest.mark.parametrize(("name", "rows", "columns"), [("crop", 2, 2), ("large", 3, 4)])
def test_adaptive_windows_grow(snippet, name, rows, columns):
    ns = snippet("pooling/adaptive.py")
    image = ns[name][0, :, :, 0]
    got = np.array(ns["pool"](ns[name]))[0, :, :, 0]
    for i, j in np.ndindex(2, 2):
        window = image[i * rows : (i + 1) * rows, j * columns : (j + 1) * columns]
        assert got[i, j] == window.mean()
