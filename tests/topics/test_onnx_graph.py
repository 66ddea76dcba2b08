"""ONNX graphs, against sums over positions, crops, and refusals."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from onnx import numpy_helper, parser

from tests import picker


def test_gemm_and_conv_are_the_sum_over_positions(snippet):
    ns = snippet("onnx_graph/gemm_to_conv.py")
    kernel = ns["weight"].reshape(2, 3, 4, 5)
    expected = np.einsum("nchw,ochw->no", ns["x"], kernel) + ns["bias"]
    np.testing.assert_allclose(ns["before"], expected, atol=1e-4)
    np.testing.assert_allclose(ns["after"][:, :, 0, 0], expected, atol=1e-4)


def test_the_edited_model_gives_each_crops_answer(snippet):
    ns = snippet("onnx_graph/edit_graph.py")
    types = [node.op_type for node in ns["converted"].graph.node]
    assert types == ["Conv", "Relu", "MaxPool", "Conv", "Relu", "Conv"]
    for number, answer in enumerate(ns["answers"]):
        i, j = divmod(number, 7)
        np.testing.assert_allclose(ns["output_map"][0, :, i, j], answer, atol=1e-4)


def graph(body, weight=None, sides="4, 5", more=""):
    """A model of `body`, with 3 channels; `w` is `weight`."""
    model = parser.parse_model(f"""
        <ir_version: 8, opset_import: ["" : 17]>
        odd (float[N, 3, {sides}] x{more}) => (float[N, K] y) {{ {body} }}""")
    if weight is not None:
        model.graph.initializer.append(numpy_helper.from_array(weight.astype("float32"), "w"))
    return model


@pytest.mark.parametrize("between", ["", "Relu", "Tanh"])
def test_a_gemm_without_bias_and_what_stands_before_it(snippet, between):
    edit = snippet("onnx_graph/edit_graph.py")["fully_convolutional"]
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(5, 3, 4, 5)).astype("float32"), rng.normal(size=(2, 60))
    layer = f"g = {between}(f) y = Gemm <transB = 1> (g, w)"
    body = layer if between else "y = Gemm <transB = 1> (f, w)"
    model = edit(graph(f"f = Flatten(x) {body}", w))
    session = onnxruntime.InferenceSession(model.SerializeToString())
    function = {"": lambda v: v, "Relu": lambda v: np.maximum(v, 0), "Tanh": np.tanh}[between]
    expected = np.einsum("nchw,ochw->no", function(x), w.reshape(2, 3, 4, 5))
    found = session.run(None, {"x": x})[0]
    np.testing.assert_allclose(found[:, :, 0, 0], expected, atol=1e-4)


def test_what_is_no_such_model_is_refused(snippet):
    edit = snippet("onnx_graph/edit_graph.py")["fully_convolutional"]
    with pytest.raises(TypeError, match=r"^give what onnx\.load returns, not <class 'str'>$"):
        edit("model.onnx")
    two = graph("y = Relu(x)")
    two.graph.output.append(two.graph.input[0])
    with pytest.raises(ValueError, match=r"^a graph with one input and one output is needed$"):
        edit(two)


def test_versions_stay_and_sizes_but_the_channels_are_free(snippet):
    edit = snippet("onnx_graph/edit_graph.py")["fully_convolutional"]
    weight = np.ones((2, 60))
    model = edit(graph("f = Flatten(x) y = Gemm <transB = 1> (f, w)", weight))
    assert model.ir_version == 8
    assert [(one.domain, one.version) for one in model.opset_import] == [("", 17)]
    values = (model.graph.input[0], model.graph.output[0])
    x, y = ([d.dim_value for d in v.type.tensor_type.shape.dim] for v in values)
    assert (x, y) == ([0, 3, 0, 0], [0, 0, 0, 0])


def test_a_graph_that_is_fully_convolutional_stays_so(snippet):
    edit = snippet("onnx_graph/edit_graph.py")["fully_convolutional"]
    model = edit(graph("y = Conv(x, w)", np.ones((2, 3, 4, 5))))
    assert [node.op_type for node in model.graph.node] == ["Conv"]


def test_whatever_the_output_depends_on_is_looked_at(snippet):
    edit = snippet("onnx_graph/edit_graph.py")["fully_convolutional"]
    with pytest.raises(ValueError, match=r"^b: no rule for Exp on a map"):
        edit(graph("b = Exp(x) a = Relu(x) y = Add(a, b)"))


EXPORTED = Path(__file__).with_name("exported")
WAYS = {
    "default": ["Reshape"],
    "default_any_batch": ["Reshape"],
    "older": ["Flatten"],
    "older_view": ["Constant", "Reshape"],
    "older_view_any_batch": ["Shape", "Gather", "Concat", "Reshape"],
    "older_view_of_sizes": ["Shape", "Gather", "Mul", "Concat", "Reshape"],
}


@pytest.mark.parametrize("name", WAYS)
def test_what_pytorch_exports_gives_each_crops_answer(snippet, name):
    """exported/export.py wrote the graphs. Theirs, on each crop, are the right answers."""
    theirs = parser.parse_model((EXPORTED / f"{name}.txt").read_text("utf-8"))
    assert {*WAYS[name]} <= {node.op_type for node in theirs.graph.node}
    converted = snippet("onnx_graph/edit_graph.py")["fully_convolutional"](theirs)
    types = [node.op_type for node in converted.graph.node]
    assert types == ["Conv", "Relu", "MaxPool", "Conv", "Relu", "Conv"]
    image = np.random.default_rng(0).normal(size=(1, 1, 13, 18)).astype("float32")
    before, after = (
        onnxruntime.InferenceSession(model.SerializeToString()) for model in (theirs, converted)
    )
    (entry,) = before.get_inputs()
    found = after.run(None, {entry.name: image})[0]
    assert found.shape == (1, 2, 3, 5)
    for i, j in np.ndindex(3, 5):
        crop = image[:, :, 2 * i : 2 * i + 8, 2 * j : 2 * j + 10]
        answer = before.run(None, {entry.name: crop})[0][0]
        np.testing.assert_allclose(found[0, :, i, j], answer, atol=1e-5)


W = np.ones((2, 60))
GEMM = "f = Flatten(x) y = Gemm <transB = 1> (f, w)"
RESHAPE = "s = Constant <value_ints = [{}]> () f = Reshape(x, s) " + GEMM.split(") ", 1)[1]
REFUSED = {
    "no rule for Gemm": graph("f = Flatten(x) y = Gemm(f, w)", W.T),
    "no rule for Gemm on a vector, .*alpha": graph(GEMM.replace("= 1>", "= 1, alpha = 2.0>"), W),
    "no rule for Gemm on a map": graph("y = Gemm <transB = 1> (x, w)", W),
    r"\[3, 0, 5\] \(0: open": graph(GEMM, W, sides="ROWS, 5"),
    "weights that the file holds": graph(
        GEMM.replace("(f, w)", "(f, g)").replace("y =", "g = Relu(w) y ="), W
    ),
    "a bias of shape": graph(GEMM.replace("(f, w)", "(f, w, w)"), W),
    "one input": graph(GEMM, more=", float[2, 60] w"),
    "x: images are needed": graph(GEMM, W, sides="20"),
    "y: no Gemm": graph("y = Flatten(x)"),
    "no Gemm behind": graph("f = Flatten(x) y = Relu(f)"),
    "no rule for Softmax on a map": graph("a = Softmax(x) y = Flatten(a)"),
    "no rule for Transpose on": graph(
        "a = Transpose <perm = [0, 2, 3, 1]> (x) " + RESHAPE.format("-1, 60").replace("(x", "(a"), W
    ),
    # In these a row is not one image's map, or none that is known to be.
    "reads 20 values, the map's sizes are .3, 4, 5": graph(
        RESHAPE.format("-1, 20"), np.ones((2, 20))
    ),
    "reads 120 values": graph(RESHAPE.format("-1, 120"), np.ones((2, 120))),
    "no rule for MaxPool on a vector": graph(
        "s = Constant <value_ints = [-1, 3, 5, 4]> () r = Reshape(x, s) "
        "p = MaxPool <kernel_shape = [1, 1]> (r) f = Flatten(p) y = Gemm <transB = 1> (f, w)",
        W,
    ),
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_would_be_wrong_is_refused(snippet, message):
    with pytest.raises(ValueError, match=message):
        snippet("onnx_graph/edit_graph.py")["fully_convolutional"](REFUSED[message])


@pytest.mark.parametrize("model", [None, "model.onnx", b"", graph("y = Flatten(x)").graph])
def test_what_is_no_model_is_refused(snippet, model):
    with pytest.raises(TypeError, match=r"what onnx\.load returns, not .*"):
        snippet("onnx_graph/edit_graph.py")["fully_convolutional"](model)


def test_the_transpose_decides(snippet):
    lines = snippet("onnx_graph/nhwc_transpose.py").out.splitlines()
    assert [line.split()[-1] for line in lines] == ["equal", "DIFFERENT", "DIFFERENT", "equal"]


def test_the_case_pickers_blocks():
    orders = {"Flatten": "CHW", "Transpose, Flatten": "HWC", "Gemm": "CHW"}
    blocks = picker.on("ONNX")
    assert {case.way for case, _, _ in blocks} == set(orders)
    for case, sizes, code in blocks:
        ns, printed = picker.run(code)
        answers = picker.summed(orders[case.way], ns["x"], ns["weight"].T, ns["bias"])
        assert (ns["expected"] == answers).all()
        assert (ns["converted"][:, :, 0, 0] == answers).all()
        assert answers.shape == (8, sizes["OUT"])
        assert printed == f"kernel {(sizes['OUT'], *ns['x'].shape[1:])} equal\n"
