"""Graphs that tf2onnx made, against the same network in NumPy, window by window."""

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

H, W, C = 3, 5, 4  # of the map that Flatten reads


def maps_of(images, kernel, bias):
    """Convolution, ReLU and max pooling in float64: (N, H, W, C)."""
    windows = sliding_window_view(images, (3, 3), axis=(1, 2))
    maps = np.maximum(np.einsum("nhwcij,ijco->nhwo", windows, kernel) + bias, 0)
    rows, columns = maps.shape[1] // 2, maps.shape[2] // 2
    maps = maps[:, : 2 * rows, : 2 * columns]
    return maps.reshape(len(maps), rows, 2, columns, 2, -1).max((2, 4))


def answers_of(model, images):
    """The classic network: each position of the map times its row of the Dense kernel."""
    kernel, bias, *dense = (w.astype(float) for w in model.get_weights())
    maps = maps_of(images.astype(float), kernel, bias)
    assert maps.shape[1:] == (H, W, C)
    vectors = np.stack([maps[:, h, w, c] for h, w, c in np.ndindex(H, W, C)], -1)
    for weight, bias in zip(dense[::2], dense[1::2], strict=True):
        vectors = vectors @ weight + bias
        if weight is not dense[-2]:
            vectors = np.maximum(vectors, 0)
    return vectors


def test_the_export_keeps_the_order_by_a_transpose(snippet):
    ns = snippet("keras_onnx/export.py")
    operators = ns["operators"][::-1]
    assert operators[-3:] == ["Transpose [0, 2, 3, 1]", "Reshape", "MatMul"]
    np.testing.assert_allclose(ns["found"], answers_of(ns["classic"], ns["x"]), atol=1e-5)


def test_without_the_transpose_the_rows_have_to_move(snippet):
    ns = snippet("keras_onnx/dropped.py")
    kernel = ns["classic"].layers[3].get_weights()[0]
    for c, h, w in np.ndindex(C, H, W):
        assert (ns["moved"][(c * H + h) * W + w] == kernel[(h * W + w) * C + c]).all()
    np.testing.assert_allclose(ns["expected"], answers_of(ns["classic"], ns["x"]), atol=1e-5)
    verdicts = [line.split()[-1] for line in ns.out.splitlines()]
    assert verdicts == ["equal", "DIFFERENT", "equal"]


def test_converted_first_each_cell_is_its_crops_answer(snippet):
    ns = snippet("keras_onnx/convert_first.py")
    operators = [node.op_type for node in ns["model"].graph.node]
    assert operators == ["Conv", "Relu", "MaxPool", "Conv", "Relu", "Conv", "Transpose"]
    image = ns["image"]
    for i, j in np.ndindex(7, 10):
        crop = image[:, 2 * i : 2 * i + 8, 2 * j : 2 * j + 13]
        expected = answers_of(ns["classic"], crop)[0]
        np.testing.assert_allclose(ns["output_map"][0, i, j], expected, atol=1e-5)


def test_the_function_of_the_onnx_page_refuses_the_transpose(snippet):
    ns = snippet("keras_onnx/dropped.py")
    convert = ns["tf2onnx"].convert.from_function
    model, _ = convert(ns["function"], ns["spec"], inputs_as_nchw=["image"])
    with pytest.raises(ValueError, match="no rule for Transpose"):
        snippet("onnx_graph/edit_graph.py")["fully_convolutional"](model)
