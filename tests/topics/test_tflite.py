"""TFLite's answers, against sums written out in NumPy."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def scan(image, classic):
    """The classic network of these pages on every crop, two pixels apart, as sums over windows."""
    kernel, bias, W_dense, b_dense = (np.asarray(w, float) for w in classic.get_weights())
    windows = sliding_window_view(image, (5, 5), axis=(0, 1))  # rows, columns, channels, 5, 5
    maps = np.maximum(np.einsum("ijcab,abco->ijo", windows, kernel) + bias, 0)
    pooled = sliding_window_view(maps, (2, 2), axis=(0, 1))[::2, ::2].max((-2, -1))
    rows, columns = pooled.shape[0] - 3, pooled.shape[1] - 3
    cells = [pooled[i : i + 4, j : j + 4].reshape(-1) for i, j in np.ndindex(rows, columns)]
    return (cells @ W_dense + b_dense).reshape(rows, columns, -1)


def test_both_files_answer_as_the_sums_do(snippet):
    ns = snippet("tflite/operators.py")
    np.testing.assert_allclose(ns["y"][0], scan(ns["x"][0], ns["classic"]), atol=1e-5)
    operators = [line for line in ns.out.splitlines() if line.startswith("CONV")]
    assert operators[0].endswith("RESHAPE FULLY_CONNECTED")
    assert operators[1].endswith("MAX_POOL_2D CONV_2D")
    assert ns.out.count("as in Keras: True") == 2


def test_a_larger_image_is_scanned(snippet):
    ns = snippet("tflite/larger.py")
    assert ns["cells"].shape == (1, 3, 5, 10)
    assert ns["equal"] == [True] * 15
    np.testing.assert_allclose(ns["cells"][0], scan(ns["image"][0], ns["classic"]), atol=1e-5)


def test_the_int8_weights_are_dense_rounded_one_scale_an_output(snippet):
    ns = snippet("tflite/int8.py")
    W_dense = ns["classic"].get_weights()[2]
    layer = next(t for t in ns["lite"].get_tensor_details() if list(t["shape"]) == [10, 4, 4, 8])
    scales = layer["quantization_parameters"]["scales"]
    rounded = ns["lite"].get_tensor(layer["index"]).reshape(10, -1).T * scales
    assert len(scales) == 10
    assert layer["dtype"] == np.int8
    assert (np.abs(rounded - W_dense) <= scales * 0.501).all()
    np.testing.assert_array_equal(*ns["answers"])
    assert len(np.unique(ns["answers"][0])) > 5


def test_the_answer_without_an_error_reads_a_part_and_is_no_crops(snippet):
    ns = snippet("tflite/no_error.py")
    full = scan(ns["image"][0], ns["classic"])
    assert ns["numbers"].size > len(ns["W_dense"]) == 128
    np.testing.assert_allclose(ns["answer"][0], ns["part"], atol=1e-5)
    assert np.abs(full - ns["answer"][0]).max(-1).min() > 0.01  # none of the six cells


def test_what_is_refused_is_refused(snippet):
    out = " ".join(snippet("tflite/refused.py").out.split())  # its lines are wrapped
    fixed, resized, free = out.split(" resized:")[1:]
    assert "Got 8 but expected 6" in fixed
    assert "failed to prepare" in resized
    assert "Got 8 but expected 1" in free


def test_channels_first_is_transposed(snippet):
    classic, converted = snippet("tflite/channels_first.py").out.splitlines()
    assert classic.count("TRANSPOSE") == 2
    assert converted.count("TRANSPOSE") == 1
