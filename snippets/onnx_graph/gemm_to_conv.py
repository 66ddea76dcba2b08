"""In an ONNX graph, Flatten and Gemm become one Conv: weights reshaped."""

import numpy as np
import onnxruntime
from onnx import helper, numpy_helper

C, H, W, OUT = 3, 4, 5, 2
rng = np.random.default_rng(0)
weight = rng.normal(size=(OUT, C * H * W)).astype("float32")  # transB=1
bias = rng.normal(size=OUT).astype("float32")


def run(nodes, weight, x):
    """What ONNX Runtime computes."""
    tensor = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes,
        "graph",
        [tensor("x", 1, [None, C, None, None])],
        [tensor("y", 1, None)],
        [
            numpy_helper.from_array(a, n)
            for a, n in ((weight, "w"), (bias, "b"))
        ],
    )
    opset = [helper.make_opsetid("", 17)]
    model = helper.make_model(graph, ir_version=8, opset_imports=opset)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    return session.run(None, {"x": x})[0]


flatten = helper.make_node("Flatten", ["x"], ["v"])
gemm = helper.make_node("Gemm", ["v", "w", "b"], ["y"], transB=1)
conv = helper.make_node("Conv", ["x", "w", "b"], ["y"])

x = rng.normal(size=(8, C, H, W)).astype("float32")
before = run([flatten, gemm], weight, x)
after = run([conv], weight.reshape(OUT, C, H, W), x)
print("outputs", before.shape, after.shape)
print("equal:", np.allclose(before, after[:, :, 0, 0], atol=1e-5))
