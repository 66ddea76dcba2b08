"""The kernel mapping against a walk over every position of the map."""

from itertools import permutations

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fully_convolutional import conv_to_dense_kernel, dense_to_conv_kernel

ORDERS = ["".join(p) for axes in ("WC", "HWC", "DHWC") for p in permutations(axes)]


@given(st.sampled_from(ORDERS), st.data())
def test_every_order_against_a_loop(order, data):
    letters = {len(order): o for o in ("WC", "HWC", "DHWC") for _ in [0] if len(o) == len(order)}
    map_order = letters[len(order)]
    size = {letter: data.draw(st.integers(1, 4), label=letter) for letter in order}
    shape, outputs = tuple(size[letter] for letter in order), data.draw(st.integers(1, 3))
    dense = np.arange(np.prod(shape) * outputs).reshape(-1, outputs)
    kernel = dense_to_conv_kernel(dense, shape, order)
    assert kernel.shape == (*(size[letter] for letter in map_order), outputs)
    for row, place in enumerate(np.ndindex(*shape)):  # the order in which Flatten counts
        at = dict(zip(order, place, strict=True))
        assert (kernel[tuple(at[letter] for letter in map_order)] == dense[row]).all()
    assert (conv_to_dense_kernel(kernel, order) == dense).all()


@pytest.mark.parametrize("map_format", ["channels_last", "channels_first"])
@pytest.mark.parametrize("flatten_format", ["channels_last", "channels_first"])
def test_against_keras_flatten(map_format, flatten_format):
    """The three orders of the reference table, read off what Keras' Flatten really does."""
    size = {"C": 2, "H": 3, "W": 4}
    letters = "CHW" if map_format == "channels_first" else "HWC"
    shape = tuple(size[letter] for letter in letters)
    order = letters[1:] + letters[0] if flatten_format == "channels_first" else letters
    numbers = np.arange(24).reshape(1, *shape)
    flat = np.asarray(keras.layers.Flatten(data_format=flatten_format)(numbers))[0]
    kernel = dense_to_conv_kernel(np.eye(24)[:, :24], [size[c] for c in order], order)
    image = numbers[0].transpose(*[letters.index(c) for c in "HWC"])
    assert (np.einsum("hwc,hwco->o", image, kernel) == flat).all()


def test_takes_what_layers_hold():
    layer = keras.layers.Dense(2)
    layer.build((None, 12))
    kernel = dense_to_conv_kernel(layer.kernel, (2, 3, 2), "HWC")
    assert (conv_to_dense_kernel(keras.Variable(kernel), "HWC") == layer.get_weights()[0]).all()


def test_costs_nothing_where_no_axis_moves():
    dense = np.zeros((24, 5), "float32")
    assert np.shares_memory(dense_to_conv_kernel(dense, (2, 3, 4), "HWC"), dense)


def test_a_star_brings_what_is_public():
    names = {}
    exec("from fully_convolutional import *", names)
    kernels = {"conv_to_dense_kernel", "dense_to_conv_kernel"}
    checks = {"max_difference", "misplaced_biases", "MisplacedBias", "receptive_field"}
    assert names.keys() - {"__builtins__"} == {"to_fully_convolutional", "rule", *kernels, *checks}
