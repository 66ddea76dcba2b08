"""A wrong argument is refused: a ValueError says what was expected, what came, what to do."""

import keras
import numpy as np
import pytest
from keras import layers as L

from fully_convolutional import (
    conv_to_dense_kernel,
    dense_to_conv_kernel,
    max_difference,
    to_fully_convolutional,
)
from tests.converter.comparing import refused

ONES = np.ones((12, 2))
KERNELS = {
    "too few rows": (np.ones((11, 2)), (2, 2, 3), "HWC", "must have 2 × 2 × 3 = 12 rows, got 11"),
    "transposed": (np.ones((2, 12)), (2, 2, 3), "HWC", "transpose a kernel that is"),
    "vector": (np.ones(12), (2, 2, 3), "HWC", r"shape \(inputs, outputs\), got .*\(12,\)"),
    "conv kernel": (np.ones((2, 2, 3, 1)), (2, 2, 3), "HWC", r"got .*\(2, 2, 3, 1\)"),
    "no outputs": (np.ones((12, 0)), (2, 2, 3), "HWC", r"got .*\(12, 0\)"),
    "kernel of text": (np.full((12, 2), "a"), (2, 2, 3), "HWC", "array of numbers"),
    "kernel of booleans": (ONES > 0, (2, 2, 3), "HWC", "numbers .* got an array of bool"),
    "complex kernel": (ONES * 1j, (2, 2, 3), "HWC", "got an array of complex128"),
    "kernel is None": (None, (2, 2, 3), "HWC", "Pass layer.kernel"),
    "kernel is a layer": (L.Dense(2), (2, 2, 3), "HWC", "Pass layer.kernel"),
    "kernel is text": ("kernel", (2, 2, 3), "HWC", "array of numbers"),
    "ragged kernel": ([[1, 2], [3]], (2, 2, 3), "HWC", "got list"),
    "two sizes, three letters": (ONES, (4, 3), "HWC", r"each letter of 'HWC', got \(4, 3\)"),
    "four sizes, three letters": (ONES, (1, 2, 2, 3), "HWC", "positive integer for each letter"),
    "size 0": (ONES, (0, 2, 3), "HWC", "positive integer"),
    "negative size": (ONES, (-2, 2, -3), "HWC", "positive integer"),
    "size is None": (ONES, (None, 2, 3), "HWC", "Take the shape of the layer before"),
    "fractional size": (ONES, (2.0, 2, 3), "HWC", "positive integer"),
    "size is True": (ONES, (True, 4, 3), "HWC", "positive integer"),
    "one number for a shape": (ONES, 12, "HWC", "got 12"),
    "text for a shape": (ONES, "223", "HWC", "got '223'"),
    "letters twice": (ONES, (2, 2, 3), "HHC", "once, got 'HHC'"),
    "no channels": (ONES, (4, 3), "HW", "got 'HW'"),
    "unknown letter": (ONES, (2, 2, 3), "HWX", "got 'HWX'"),
    "small letters": (ONES, (2, 2, 3), "hwc", "got 'hwc'"),
    "a data_format": (ONES, (2, 2, 3), "channels_last", "such as 'HWC' or 'CHW'"),
    "order is None": (ONES, (2, 2, 3), None, "got None"),
    "order is a list": (ONES, (2, 2, 3), ["H", "W", "C"], "got .'H', 'W', 'C'."),
}


@pytest.mark.parametrize("case", KERNELS)
def test_dense_kernel(case):
    kernel, shape, order, message = KERNELS[case]
    with refused(__file__, case, message):
        dense_to_conv_kernel(kernel, shape, order)


@pytest.mark.parametrize(
    ("kernel", "order", "message"),
    [
        (ONES, "HWC", r"shape \(H, W, C, outputs\), got .*\(12, 2\)"),
        (np.ones((2, 2, 3, 1)), "DHWC", r"shape \(D, H, W, C, outputs\)"),
        (np.ones((2, 2, 3, 1)), "CH", "got 'CH'"),
        (np.ones((2, 2, 0, 1)), "HWC", r"\(2, 2, 0, 1\)"),
        (None, "HWC", "conv_kernel must be"),
        (np.ones((2, 2, 3, 1)), 3, "got 3"),
    ],
)
def test_conv_kernel(kernel, order, message):
    with refused(__file__, f"of a convolution: {message}", message):
        conv_to_dense_kernel(kernel, order)


def model(outputs=2):
    return keras.Sequential([keras.Input((6, 6, 2)), L.Conv2D(3, 3), L.Flatten(), L.Dense(outputs)])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"samples": 0}, "samples must be a positive integer, got 0"),
        ({"samples": 1.5}, "samples must be a positive integer, got 1.5"),
        ({"extra_cells": -1}, "extra_cells must be a positive integer, got -1"),
        ({"extra_cells": None}, "extra_cells must be a positive integer, got None"),
    ],
)
def test_max_difference_numbers(options, message):
    original = model()
    with refused(__file__, message, message):
        max_difference(original, to_fully_convolutional(original), **options)


@pytest.mark.parametrize("other", [None, "model", L.Dense(2)])
def test_max_difference_other(other):
    with refused(__file__, f"converted: {type(other).__name__}", "expected a built"):
        max_difference(model(), other)


def test_max_difference_of_strangers():
    with refused(__file__, "strangers", "Pass a model and its own conversion"):
        max_difference(model(), model(outputs=5))
