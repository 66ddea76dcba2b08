"""What onnxsim's pass makes, against NumPy."""

import numpy as np


def test_the_kernel_is_the_weight_with_an_axis_more(snippet):
    ns = snippet("tools_onnx/onnxsim_fuses.py")
    assert ns["kernels"] == [[3, 1, 1, 3], [2, 75, 1]]
    np.testing.assert_allclose(ns["before"][0], ns["after"][0], atol=1e-5)
