"""Edit an ONNX model: each Gemm becomes a Conv, and all sizes are free."""

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper, parser

KEPT = {"Conv", "Relu", "MaxPool", "AveragePool", "Sigmoid", "Tanh"}
USUAL = {"alpha": 1, "beta": 1, "transA": 0, "transB": 1}  # PyTorch's Gemm
DEFAULT = USUAL | {"transB": 0}


def fully_convolutional(model):
    """The model without Flatten and Gemm."""
    graph = onnx.shape_inference.infer_shapes(model).graph
    if len(graph.input) != 1 or len(graph.output) != 1:
        raise ValueError("a graph with one input and one output is needed")
    weights = {w.name: numpy_helper.to_array(w) for w in graph.initializer}
    shapes = {
        value.name: [d.dim_value for d in value.type.tensor_type.shape.dim]
        for value in [*graph.input, *graph.value_info, *graph.output]
    }
    nodes, is_now = [], {}
    for node in graph.node:
        out = node.output[0]
        node.input[:] = [is_now.get(name, name) for name in node.input]
        said = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        if node.op_type == "Flatten" and said in ({}, {"axis": 1}):
            is_now[out] = node.input[0]
        elif node.op_type == "Gemm" and DEFAULT | said == USUAL:
            source, name, *bias = node.input
            kernel_shape = [*shapes[source][1:], 1, 1][:3]
            if name not in weights or 0 in kernel_shape:
                raise ValueError(f"{out}: its weight or its map's size is open")
            weights[name] = weights[name].reshape(-1, *kernel_shape)
            nodes.append(helper.make_node("Conv", [source, name, *bias], [out]))
        elif node.op_type in KEPT:
            nodes.append(node)
            if len(shapes[out]) == 2:  # it read a vector, and now reads a map
                shapes[out] = shapes.get(node.input[0], shapes[out])
        else:
            raise ValueError(f"{out}: no rule for {node.op_type} with {said}")
    x, y = graph.input[0], graph.output[0]
    if y.name in is_now:
        raise ValueError(f"{y.name}: no Gemm behind Flatten")
    for value, channels in ((x, shapes[x.name][1]), (y, None)):
        free = [None, channels, None, None]
        value.CopyFrom(helper.make_tensor_value_info(value.name, 1, free))
    arrays = [numpy_helper.from_array(w, n) for n, w in weights.items()]
    graph = helper.make_graph(nodes, "converted", [x], [y], arrays)
    return helper.make_model(
        graph, ir_version=model.ir_version, opset_imports=model.opset_import
    )


classic = parser.parse_model("""
<ir_version: 8, opset_import: ["" : 17]>
classic (float[N, 1, 12, 12] x) => (float[N, 2] y) {
    a = Conv(x, k, kb)
    b = Relu(a)
    c = MaxPool <kernel_shape = [2, 2], strides = [2, 2]> (b)
    d = Flatten(c)
    e = Gemm <transB = 1> (d, w1, b1)
    f = Relu(e)
    y = Gemm <transB = 1> (f, w2, b2)
}""")
rng = np.random.default_rng(0)
sizes = {
    "k": (4, 1, 3, 3),
    "kb": 4,
    "w1": (6, 100),
    "b1": 6,
    "w2": (2, 6),
    "b2": 2,
}
for name, shape in sizes.items():
    array = rng.normal(size=shape).astype("float32")
    classic.graph.initializer.append(numpy_helper.from_array(array, name))
converted = fully_convolutional(classic)
print(" -> ".join(node.op_type for node in converted.graph.node))

sessions = [
    onnxruntime.InferenceSession(model.SerializeToString())
    for model in (classic, converted)
]
image = rng.normal(size=(1, 1, 20, 24)).astype("float32")
crops = [
    image[:, :, i : i + 12, j : j + 12]
    for i in range(0, 9, 2)
    for j in range(0, 13, 2)
]
answers = sessions[0].run(None, {"x": np.concatenate(crops)})[0]
output_map = sessions[1].run(None, {"x": image})[0]
print("image", image.shape, "output map", output_map.shape)
cells = output_map[0].reshape(2, -1).T
same = np.isclose(cells, answers, atol=1e-4).all(1)
print(f"{same.sum()} of {len(crops)} cells equal the classic network's answer")
