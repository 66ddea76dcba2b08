"""onnxsim's fuse_matmul_into_conv: an equal graph, for one image size."""

import re

import numpy as np
import onnx
import onnxruntime
import onnxsim
from onnx import helper, numpy_helper

rng = np.random.default_rng(0)
sizes = {"kernel": (3, 1, 1, 3), "W": (2, 75), "bias": (2,)}
values = {k: rng.normal(size=s).astype("float32") for k, s in sizes.items()}
nodes = [
    helper.make_node("Conv", ["image", "kernel"], ["map"]),
    helper.make_node("Flatten", ["map"], ["vector"]),
    helper.make_node("Gemm", ["vector", "W", "bias"], ["scores"], transB=1),
]


def value(name, shape):
    return helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)


graph = helper.make_graph(
    nodes,
    "classic",
    [value("image", (1, 1, 5, 7))],
    [value("scores", (1, 2))],
    [numpy_helper.from_array(array, name) for name, array in values.items()],
)
opset = [helper.make_opsetid("", 18)]
classic = helper.make_model(graph, opset_imports=opset, ir_version=9)
plain, _ = onnxsim.simplify(classic)
fused, _ = onnxsim.simplify(classic, extra_optimizers=["fuse_matmul_into_conv"])
print("by itself:", *(node.op_type for node in plain.graph.node))
print("asked to: ", *(node.op_type for node in fused.graph.node))
kernels = [tuple(array.dims) for array in fused.graph.initializer]
print(
    "kernel",
    next(shape for shape in kernels if shape[0] == 2 and len(shape) > 1),
)


def run(model, image):
    session = onnxruntime.InferenceSession(model.SerializeToString())
    return session.run(None, {"image": image})[0]


x = rng.normal(size=(1, 1, 5, 7)).astype("float32")
print("equal:", np.allclose(run(fused, x), run(classic, x), atol=1e-5))

scaled = onnx.ModelProto.FromString(classic.SerializeToString())
scaled.graph.node[-1].attribute.append(helper.make_attribute("alpha", 2.0))
left, _ = onnxsim.simplify(scaled, extra_optimizers=["fuse_matmul_into_conv"])
print("alpha = 2:", *(node.op_type for node in left.graph.node))
again, _ = onnxsim.simplify(fused)
print("once more:", *(node.op_type for node in again.graph.node))
native = onnxsim.onnxsim_cpp2py_export
names = {*native._list_optimizers(), *native._list_other_optimizers()}
both = [n for n in names if "conv" in n and re.search("gemm|matmul", n.lower())]
print("of", len(names), "passes, named after both:", *both)
