"""1×1 convolutions, against loops over each position in NumPy."""

import numpy as np
import pytest


def at_each(numbers, linear):
    """W x + b at each position, one by one; the features are the last axis."""
    weight, bias = (t.detach().numpy().astype(float) for t in (linear.weight, linear.bias))
    numbers = np.asarray(numbers.detach(), float)
    out = np.zeros((*numbers.shape[:-1], len(bias)))
    for place in np.ndindex(numbers.shape[:-1]):
        for o in range(len(bias)):
            out[(*place, o)] = sum(weight[o] * numbers[place]) + bias[o]
    return out


def close(found, expected):
    np.testing.assert_allclose(found.detach().numpy(), expected, atol=1e-5)


def test_on_a_map(snippet):
    ns = snippet("pointwise/pointwise.py")
    expected = at_each(ns["channels_last"], ns["linear"])
    close(ns["after"].permute(0, 2, 3, 1), expected)
    close(ns["before"].permute(0, 2, 3, 1), expected)
    assert ns["conv"].weight.shape == (4, 6, 1, 1)


def test_on_a_sequence(snippet):
    ns = snippet("pointwise/sequence.py")
    expected = at_each(ns["tokens"], ns["linear"])
    close(ns["conv1d"], expected)
    close(ns["conv2d"], expected)


def test_two_layers_of_a_block(snippet):
    ns = snippet("pointwise/mlp.py")
    first, activation, second = ns["mlp"]
    hidden = activation(ns["torch"].tensor(at_each(ns["tokens"], first)))
    close(ns["back"], at_each(hidden, second))


def test_what_is_no_linear_is_refused(snippet):
    ns = snippet("pointwise/mlp.py")
    for module in (ns["nn"].Conv2d(6, 4, 1), ns["nn"].Bilinear(6, 6, 4), None):
        with pytest.raises(TypeError, match=rf"takes nn\.Linear, not {type(module)}$"):
            ns["AsConv"](module)


def test_a_linear_without_bias_gives_a_convolution_without(snippet):
    ns = snippet("pointwise/mlp.py")
    for bias in (True, False):
        conv = ns["AsConv"](ns["nn"].Linear(6, 4, bias=bias))
        assert (conv.bias is not None) == bias
        assert conv.kernel_size == conv.weight.shape[2:] == (1, 1)  # as it says where printed


def test_the_wrong_axis_is_refused_or_wrong(snippet):
    refused, wrong = snippet("pointwise/wrong_axis.py").out.split("map ")[1:]
    assert "refused:\n  mat1 and mat2 shapes cannot be multiplied" in refused
    assert "DIFFERENT" in wrong
