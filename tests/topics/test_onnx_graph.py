"""ONNX graphs, against sums over positions, crops, and refusals."""

import numpy as np
import pytest
from onnx import parser

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
