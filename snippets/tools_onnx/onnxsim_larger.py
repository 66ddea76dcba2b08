"""A Reshape of fixed size stays in the fused graph: no larger image."""

import textwrap

import numpy as np
import onnx
import onnxruntime
import onnxsim
from onnx import helper, numpy_helper

onnxruntime.set_default_logger_severity(4)  # the error is printed below
W = np.ones((2, 75), "float32")
nodes = [
    helper.make_node("Flatten", ["map"], ["vector"]),
    helper.make_node("Gemm", ["vector", "W"], ["scores"], transB=1),
]


def value(name, shape):
    return helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)


graph = helper.make_graph(
    nodes,
    "head",
    [value("map", (1, 3, 5, 5))],
    [value("scores", (1, 2))],
    [numpy_helper.from_array(W, "W")],
)
opset = [helper.make_opsetid("", 18)]
head = helper.make_model(graph, opset_imports=opset, ir_version=9)
fused, _ = onnxsim.simplify(head, extra_optimizers=["fuse_matmul_into_conv"])
free = [("height", 2), ("width", 3)]
for name, axis in free:  # take the sizes out of the input, and try
    fused.graph.input[0].type.tensor_type.shape.dim[axis].dim_param = name
session = onnxruntime.InferenceSession(fused.SerializeToString())
for side in (5, 8):
    try:
        out = session.run(None, {"map": np.ones((1, 3, side, side), "float32")})
        print(side, "a side:", out[0].shape)
    except onnxruntime.capi.onnxruntime_pybind11_state.Fail as error:
        print(side, "a side: refused")
        found = str(error).index("The input tensor cannot be reshaped")
        print(textwrap.fill(str(error)[found:], 46))
