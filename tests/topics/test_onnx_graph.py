"""ONNX graphs, against sums over positions, crops, and refusals."""

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


W = np.ones((2, 60))
GEMM = "f = Flatten(x) y = Gemm <transB = 1> (f, w)"
REFUSED = {
    "no rule for Gemm": graph("f = Flatten(x) y = Gemm(f, w)", W.T),
    "no rule for Gemm with .*alpha": graph(GEMM.replace("= 1>", "= 1, alpha = 2.0>"), W),
    "map's size is open": graph(GEMM, W, sides="ROWS, 5"),
    "its weight": graph(GEMM.replace("(f, w)", "(f, g)").replace("y =", "g = Relu(w) y ="), W),
    "one input": graph(GEMM, more=", float[2, 60] w"),
    "no Gemm behind Flatten": graph("y = Flatten(x)"),
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_would_be_wrong_is_refused(snippet, message):
    with pytest.raises(ValueError, match=message):
        snippet("onnx_graph/edit_graph.py")["fully_convolutional"](REFUSED[message])


@pytest.mark.parametrize("odd", ["Softmax(x)", "Transpose <perm = [0, 2, 3, 1]> (x)"])
def test_other_operators_are_refused(snippet, odd):
    edit = snippet("onnx_graph/edit_graph.py")["fully_convolutional"]
    model = parser.parse_model(f"""
        <ir_version: 8, opset_import: ["" : 17]>
        odd (float[1, 3, 4, 5] x) => (float[1, 60] y) {{ a = {odd} y = Flatten(a) }}""")
    with pytest.raises(ValueError, match=f"no rule for {odd.split()[0].split('(')[0]}"):
        edit(model)


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
