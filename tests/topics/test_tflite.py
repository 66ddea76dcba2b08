"""TFLite's files, against NumPy."""

import numpy as np


def test_outputs_are_the_sum_over_positions(snippet):
    ns = snippet("tflite/convert.py")
    kernel, bias, W_dense, b = ns["classic"].get_weights()
    windows = np.lib.stride_tricks.sliding_window_view(ns["x"][0], (3, 3), (0, 1))
    a_map = np.maximum(np.einsum("hwcij,ijco->hwo", windows, kernel) + bias, 0)
    expected = a_map.reshape(-1) @ W_dense + b
    np.testing.assert_allclose(ns["expected"][0], expected, atol=1e-5)
    np.testing.assert_allclose(ns["found"].ravel(), expected, atol=1e-5)
    classic, converted = ns.out.split("converted")
    assert "FULLY_CONNECTED" in classic
    assert converted.count("CONV_2D") == 2


def test_larger_images_and_int8(snippet):
    assert "each of the 45 cells" in snippet("tflite/larger.py").out
    ns = snippet("tflite/int8.py")
    np.testing.assert_allclose(*ns["answers"], atol=1e-5)
    assert not np.allclose(ns["answers"][0], ns["expected"], atol=1e-5)  # int8 does round
