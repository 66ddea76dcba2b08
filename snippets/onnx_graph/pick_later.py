"""ONNX, channels_first, Gemm: no order."""

import numpy as np
import onnxruntime
from onnx.helper import (
    make_graph,
    make_model,
    make_node,
    make_opsetid,
    make_tensor_value_info,
)

FEATURES, OUT = 6, 5  # numbers in, numbers out
flatten = [make_node("Flatten", ["x"], ["v"])]


def run(nodes, **inputs):
    """What ONNX Runtime computes."""
    values = [make_tensor_value_info(name, 1, None) for name in ("y", *inputs)]
    graph = make_graph(nodes, "graph", values[1:], values[:1])
    versions = {"ir_version": 8, "opset_imports": [make_opsetid("", 17)]}
    model = make_model(graph, **versions).SerializeToString()
    return onnxruntime.InferenceSession(model).run(None, inputs)[0]


rng = np.random.default_rng(0)  # in place of your graph's initialisers
weight = rng.integers(-3, 4, (OUT, FEATURES)).astype("float32")
bias = rng.integers(-3, 4, OUT).astype("float32")

kernel = weight.reshape(OUT, FEATURES, 1, 1)

x = rng.integers(-3, 4, (8, FEATURES, 1, 1)).astype("float32")
gemm = make_node("Gemm", ["v", "w", "b"], ["y"], transB=1)
conv = make_node("Conv", ["x", "w", "b"], ["y"])
expected = run([*flatten, gemm], x=x, w=weight, b=bias)
converted = run([conv], x=x, w=kernel, b=bias)
same = np.allclose(expected, converted[:, :, 0, 0])
print("kernel", kernel.shape, "equal" if same else "DIFFERENT")
