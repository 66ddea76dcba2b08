"""onnxsim's graph, against the sums of the classic network in NumPy."""

import numpy as np


def test_the_fused_graph_is_the_classic_network(snippet):
    ns = snippet("tools_onnx/onnxsim_pass.py")
    kernel, W, bias = (ns["values"][name].astype(float) for name in ("kernel", "W", "bias"))
    image = ns["x"][0, 0].astype(float)
    maps = np.zeros((3, 5, 5))
    for o, i, j in np.ndindex(maps.shape):
        maps[o, i, j] = sum(image[i, j : j + 3] * kernel[o, 0, 0])
    expected = W @ maps.reshape(-1) + bias
    np.testing.assert_allclose(ns["run"](ns["fused"], ns["x"])[0], expected, atol=1e-4)
    assert [node.op_type for node in ns["plain"].graph.node] == ["Conv", "Flatten", "Gemm"]
    fused = [node.op_type for node in ns["fused"].graph.node]
    assert "Gemm" not in fused
    assert [node.op_type for node in ns["again"].graph.node] == fused  # and no way back


def test_a_scaled_gemm_is_left(snippet):
    ns = snippet("tools_onnx/onnxsim_pass.py")
    assert [node.op_type for node in ns["left"].graph.node] == ["Conv", "Flatten", "Gemm"]


def test_a_larger_map_is_refused(snippet):
    small, large, *why = snippet("tools_onnx/onnxsim_larger.py").out.splitlines()
    assert small.endswith("(1, 2)")
    assert large.endswith("refused")
    assert " ".join(why).startswith("The input tensor cannot be reshaped to the requested shape")
