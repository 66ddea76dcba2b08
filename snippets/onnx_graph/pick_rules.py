"""The case picker's rows for ONNX: orders read off what flattens."""

import numpy as np
from onnx import helper
from onnx.reference import ReferenceEvaluator

FLATTEN, LATER = "onnx_graph/pick_flatten", "onnx_graph/pick_later"
FLAT = 'make_node("Flatten", ["{}"], ["v"])'.format
FIRST = 'make_node("Transpose", ["x"], ["t"], perm=[0, 2, 3, 1])'
WAYS = {  # what flattens the map: the nodes that do it
    "Flatten": f"[{FLAT('x')}]",
    "Transpose, Flatten": f"[{FIRST}, {FLAT('t')}]",
}
KERNEL = {
    "C,H,W": "weight.reshape(OUT, C, H, W)",
    "H,W,C": "weight.reshape(OUT, H, W, C).transpose(0, 3, 1, 2)",
}
maps = np.arange(24, dtype="float32").reshape(1, 2, 3, 4)
orders = {"C,H,W": maps[0], "H,W,C": maps[0].transpose(1, 2, 0)}


def say(*cells):
    print(*cells, sep=" | ")


x = helper.make_tensor_value_info("x", 1, maps.shape)
v = helper.make_tensor_value_info("v", 1, (1, maps.size))
for way, code in WAYS.items():
    nodes = eval(code, {"make_node": helper.make_node})
    model = helper.make_model(helper.make_graph(nodes, "graph", [x], [v]))
    (vector,) = ReferenceEvaluator(model).run(None, {"x": maps})[0]
    (order,) = (k for k, v in orders.items() if (v.ravel() == vector).all())
    say("ONNX", "channels_first", way, order, FLATTEN)
say("ONNX", "channels_first", "Gemm", "no order", LATER)
for way, code in WAYS.items():
    say(FLATTEN, way, f"flatten = {code}")
for order, kernel in KERNEL.items():
    say(FLATTEN, order, f"kernel = {kernel}")
