"""Edit an ONNX model: each Gemm becomes a Conv, and all sizes are free."""

import math

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper, parser

BOTH = {"Relu", "Sigmoid", "Tanh"}  # they treat a map and a vector alike
ON_MAPS = BOTH | {"Conv", "MaxPool", "AveragePool"}
USUAL = {"alpha": 1, "beta": 1, "transA": 0, "transB": 1}  # PyTorch's Gemm
DEFAULT = USUAL | {"transB": 0}
FLATTENS = [("Flatten", {}), ("Flatten", {"axis": 1})]


def fully_convolutional(model):
    """The model without Flatten, Reshape and Gemm."""
    if not isinstance(model, onnx.ModelProto):
        raise TypeError(f"give what onnx.load returns, not {type(model)}")
    graph = onnx.shape_inference.infer_shapes(model).graph
    if len(graph.input) != 1 or len(graph.output) != 1:
        raise ValueError("a graph with one input and one output is needed")
    x, y = graph.input[0], graph.output[0]
    weights = {w.name: numpy_helper.to_array(w) for w in graph.initializer}
    shapes = {
        value.name: [d.dim_value for d in value.type.tensor_type.shape.dim]
        for value in [x, *graph.value_info]
    }
    if len(shapes[x.name]) != 4:
        raise ValueError(f"{x.name}: images are needed, with 4 axes")
    nodes, is_now, listed = [], {}, {}  # listed: the sizes of a vector's map
    for node in needed(graph):
        source, out = [*node.input, ""][0], node.output[0]
        node.input[:] = [is_now.get(name, name) for name in node.input]
        said = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        kind, sizes = node.op_type, listed.get(source)
        if (kind, said) in FLATTENS or kind == "Reshape":
            is_now[out] = node.input[0]
            listed[out] = sizes or shapes.get(source, [0, 0])[1:]
        elif kind == "Gemm" and sizes and DEFAULT | said == USUAL:
            nodes.append(as_conv(node, sizes, weights))
            listed[out] = [len(weights[node.input[1]]), 1, 1]
        elif kind in (BOTH if sizes else ON_MAPS):
            nodes.append(node)
            listed[out] = sizes
        else:
            where = "a vector" if sizes else "a map"
            raise ValueError(f"{out}: no rule for {kind} on {where}, {said}")
    if y.name in is_now or (listed[y.name] or [0, 1, 1])[1:] != [1, 1]:
        raise ValueError(f"{y.name}: no Gemm behind Flatten")
    for value, channels in ((x, shapes[x.name][1]), (y, None)):
        kind, free = value.type.tensor_type.elem_type, [None] * 4
        free[1] = channels
        value.CopyFrom(helper.make_tensor_value_info(value.name, kind, free))
    used = {name for node in nodes for name in node.input}
    arrays = [
        numpy_helper.from_array(w, n) for n, w in weights.items() if n in used
    ]
    graph = helper.make_graph(nodes, "converted", [x], [y], arrays)
    return helper.make_model(
        graph, ir_version=model.ir_version, opset_imports=model.opset_import
    )


def needed(graph):
    """The nodes that compute the output; not those that compute a shape."""
    names, nodes = {graph.output[0].name}, []
    for node in reversed(graph.node):
        if names & {*node.output}:
            names |= {*node.input[: 1 if node.op_type == "Reshape" else None]}
            nodes.insert(0, node)
    return nodes


def as_conv(gemm, sizes, weights):
    """Conv in the place of Gemm. Its kernel joins `weights`."""
    source, *names = gemm.input
    out = gemm.output[0]
    if not {*names} <= {*weights}:
        raise ValueError(f"{out}: Gemm needs weights that the file holds")
    weight, *bias = [weights[name] for name in names]
    if bias and bias[0].shape != weight.shape[:1]:
        raise ValueError(f"{out}: a bias of shape {bias[0].shape}")
    if weight.shape[1] != math.prod(sizes):  # else a row is one whole map
        raise ValueError(
            f"{out}: Gemm reads {weight.shape[1]} values, the map's sizes are "
            f"{sizes} (0: open)"
        )
    kernel = f"{out} kernel"
    weights[kernel] = weight.reshape(-1, *sizes)
    return helper.make_node("Conv", [source, kernel, *names[1:]], [out])


classic = parser.parse_model("""
<ir_version: 8, opset_import: ["" : 17]>
classic (float[N, 1, 12, 12] x) => (float[N, 2] y)
<int64[2] shape = {-1, 100}> {
    a = Conv(x, k, kb)
    b = Relu(a)
    c = MaxPool <kernel_shape = [2, 2], strides = [2, 2]> (b)
    d = Reshape(c, shape)
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
