"""Softmax per cell, against SciPy's softmax of each window's logits."""

import keras
import numpy as np
import pytest
from scipy.special import softmax


def test_each_cell_is_the_dense_softmax_of_its_window(snippet):
    ns = snippet("softmax/same_as_dense.py")
    for i, j in np.ndindex(2, 3):
        z = ns["feature_map"][i : i + 2, j : j + 2].reshape(-1) @ ns["w"] + ns["b"]
        np.testing.assert_allclose(ns["per_cell"][i, j], softmax(z))
        np.testing.assert_allclose(ns["dense"][i, j], softmax(z))
        assert not np.allclose(ns["per_row"][i, j], softmax(z))


def test_its_own_softmax_takes_large_logits_of_rows_that_are_far_apart(snippet):
    logits = np.array([[1000.0, 1001, 1002], [-1000, -1001, -1002]])
    for name, axis in (("softmax/same_as_dense.py", (-1,)), ("pooling/mean_of_logits.py", ())):
        np.testing.assert_allclose(snippet(name)["softmax"](logits, *axis), softmax(logits, -1))


def test_the_argument_normalises_the_width(snippet):
    ns = snippet("softmax/wrong_axis.py")
    np.testing.assert_allclose(ns["large"].sum(3), 1, atol=1e-5)
    assert not np.allclose(ns["large"].sum(1), 1, atol=0.1)
    assert (ns["small"] == 1).all()
    assert ns["caught"] == []


@pytest.mark.parametrize("axis", [1, -1])
def test_the_layer_normalises_the_axis_it_names(axis):
    z = np.random.default_rng(0).normal(size=(2, 3, 4, 5)).astype("float32")
    got = np.array(keras.layers.Softmax(axis=axis)(z))
    np.testing.assert_allclose(got, softmax(z, axis), atol=1e-6)


def test_both_formats_of_the_page_sum_to_one(snippet):
    lines = snippet("softmax/right_axis.py").out.splitlines()
    numbers = [line.strip("[] ").split() for line in lines if "[" in line]
    assert [set(row) for row in numbers] == [{"1."}] * 4
    kernel, bias = snippet("softmax/right_axis.py")["last"].get_weights()
    ns = snippet("softmax/right_axis.py")
    expected = softmax(ns["image"] @ kernel[0, 0] + bias, axis=-1)
    np.testing.assert_allclose(ns["a"], expected, atol=1e-6)
    np.testing.assert_allclose(ns["b"].transpose(0, 2, 3, 1), expected, atol=1e-6)
