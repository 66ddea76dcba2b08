"""Where Keras on TensorFlow misplaces a bias: told by name, and nowhere else.

The oracle is the same layer on channels_last, where no bias is misplaced.
"""

import inspect
import warnings

import keras
import numpy as np
import pytest
from keras import layers as L

from fully_convolutional import (
    MisplacedBias,
    max_difference,
    misplaced_biases,
    to_fully_convolutional,
)
from tests.converter.comparing import ON_TENSORFLOW, misplaced, randomize, refused, run
from tests.told import is_as_recorded

LAYERS = {
    "Conv2D": lambda f: L.Conv2D(5, 3, data_format=f),
    "same": lambda f: L.Conv2D(5, 3, strides=2, padding="same", data_format=f),
    "one filter": lambda f: L.Conv2D(1, 3, data_format=f),
    "two filters": lambda f: L.Conv2D(2, 3, data_format=f),
    "no bias": lambda f: L.Conv2D(5, 3, use_bias=False, data_format=f),
    "DepthwiseConv2D": lambda f: L.DepthwiseConv2D(3, depth_multiplier=2, data_format=f),
    "SeparableConv2D": lambda f: L.SeparableConv2D(5, 3, data_format=f),
    "Conv2DTranspose": lambda f: L.Conv2DTranspose(9, 3, data_format=f),
    "BatchNormalization": lambda f: L.BatchNormalization(axis=1 if f == "channels_first" else -1),
    "GroupNormalization": lambda f: L.GroupNormalization(
        2, axis=1 if f == "channels_first" else -1
    ),
    "Conv1D": lambda f: L.Conv1D(5, 3, data_format=f),
    "Conv3D": lambda f: L.Conv3D(5, 2, data_format=f),
}


def pair(make, sizes):
    """A layer on channels_first and on channels_last, with the same weights."""
    models = []
    for f, shape in (("channels_first", (4, *sizes)), ("channels_last", (*sizes, 4))):
        inputs = keras.Input(shape)
        tells = getattr(L, f"AveragePooling{len(sizes)}D")(1, data_format=f)
        models.append(keras.Model(inputs, make(f)(tells(inputs))))
    randomize(models[1])
    models[0].set_weights(models[1].get_weights())
    return models


@pytest.mark.parametrize("name", LAYERS)
def test_layers_and_widths(name):
    n = int(name[-2]) if name[-2:] in ("1D", "3D") else 2
    affected = []
    for width in (3, 4, 5, 6, 7, 8, 9, 10, 11):
        first, last = pair(LAYERS[name], (*[3, 4][: n - 1], width))
        image = np.random.default_rng(width).standard_normal((2, *first.input.shape[1:]))
        (expected,) = run(last, np.moveaxis(image, 1, -1))
        (found,) = run(first, image)
        differs = np.abs(np.moveaxis(found, 1, -1) - expected).max() > 1e-4
        assert bool(misplaced_biases(first)) == differs, width
        assert misplaced_biases(last) == []
        affected.append(differs)
    right = name in ("one filter", "no bias") or "Norm" in name
    assert any(affected) == (ON_TENSORFLOW and not right)


def first_network(filters=20, units=4, side=8):
    f = {"data_format": "channels_first"}
    layers = [L.Conv2D(filters, 3, **f, name="conv"), L.Flatten(), L.Dense(units, name="head")]
    model = keras.Sequential([keras.Input((1, side, side)), *layers])
    randomize(model)
    return model


def caught(function, *args, **kwargs):
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        result = function(*args, **kwargs)
    found = [w for w in found if w.category is MisplacedBias]
    called = (
        inspect.getsource(caught).splitlines().index("        result = function(*args, **kwargs)")
    )
    assert {w.lineno for w in found} <= {caught.__code__.co_firstlineno + called}
    return result, [str(w.message) for w in found]


@misplaced
def test_conversion_names_layers_and_larger_widths():
    converted, (text,) = caught(to_fully_convolutional, first_network())
    assert "the bias of 'head' (11), 'conv' (22) to the columns" in text
    is_as_recorded(__file__, "as it is converted", text)
    assert misplaced_biases(converted, sizes=(8, 11)) == ["head"]
    assert misplaced_biases(converted, sizes=(30, 22)) == ["conv"]
    assert misplaced_biases(converted, sizes=(11, 8)) == []


@misplaced
def test_max_difference_shows_and_names_it():
    model = first_network()
    converted, _ = caught(to_fully_convolutional, model)
    found, texts = caught(max_difference, model, converted, extra_cells=2)
    assert found.crops < 1e-5
    assert texts == []
    found, (text,) = caught(max_difference, model, converted, extra_cells=3)
    assert found.crops > 1e-2
    assert "'head' to the columns instead of the channels in an image 11 pixels wide" in text
    is_as_recorded(__file__, "as crops are compared", text)


@misplaced
@pytest.mark.parametrize("n", [1, 2])
def test_a_column_is_as_many_pixels_wide_as_the_strides_before_it(n):
    kind, sizes = [L.Conv1D, L.Conv2D][n - 1], (7, 11)[-n:]  # a map of 5, or of 3 × 5
    conv = kind(12, 3, strides=2, data_format="channels_first", name="conv")
    layers = [keras.Input((1, *sizes)), conv, L.Flatten(), L.Dense(3, name="head")]
    model = keras.Sequential(layers)
    converted, (text,) = caught(to_fully_convolutional, model)
    assert "the bias of 'head' (15), 'conv' (25) to the columns" in text
    _, (text,) = caught(max_difference, model, converted, extra_cells=2)
    assert "'head' to the columns instead of the channels in an image 15 pixels wide" in text


@misplaced
def test_a_weight_of_one_cell_meets_no_width():
    f = {"data_format": "channels_first"}
    inputs = keras.Input((1, 8, 8))
    x = L.Conv2D(20, 3, use_bias=False, **f)(inputs)
    pooled = L.GlobalAveragePooling2D(keepdims=True, **f)(x)
    weight = L.Conv2D(20, 1, activation="sigmoid", **f, name="weight")(pooled)
    model = keras.Model(inputs, L.Dense(4)(L.Flatten()(L.Multiply()([x, weight]))))
    _, texts = caught(to_fully_convolutional, model)
    assert not any("weight" in text for text in texts)


@misplaced
def test_at_the_models_own_size():
    model = first_network(filters=6)
    assert misplaced_biases(model) == ["conv"]
    converted, texts = caught(to_fully_convolutional, model)
    assert "the bias of 'conv' to the columns" in texts[0]
    assert "in an image of the model's own size" in texts[0]
    is_as_recorded(__file__, "at the model's own size", texts[0])
    _, (text,) = caught(max_difference, model, converted, extra_cells=2)
    assert "the bias of 'conv' to the columns" in text
    assert "in an image 10 pixels wide or in its crops" in text


@misplaced
def test_where_no_crops_are_compared_max_difference_names_the_models_own_size():
    f = {"data_format": "channels_first"}
    padded = L.Conv2D(8, 3, padding="same", **f, name="conv")
    model = keras.Sequential([keras.Input((1, 8, 8)), padded, L.Flatten(), L.Dense(3)])
    converted, _ = caught(to_fully_convolutional, model)
    found, (text,) = caught(max_difference, model, converted)
    assert found.crops is None
    is_as_recorded(__file__, "where no crops are compared", text)
    assert "the bias of 'conv' to the columns" in text
    assert "in an image of the model's own size" in text


@misplaced
@pytest.mark.parametrize("add", [L.Add(name="sum"), lambda terms: keras.ops.add(*terms)])
def test_a_pooled_cell_added_to_a_map_in_a_batch_of_one(add):
    f = {"data_format": "channels_first"}
    inputs = keras.Input((1, 8, 8), batch_size=1)
    x = L.Conv2D(6, 3, use_bias=False, **f)(inputs)
    y = L.GlobalAveragePooling2D(keepdims=True, **f)(x)
    model = keras.Model(inputs, add([x, y]))
    image = np.random.default_rng(0).standard_normal((1, 1, 8, 8)).astype("float32")
    trunk = keras.Model(inputs, x)
    (features,), (found,) = run(trunk, image), run(model, image)
    right = features + features.mean(axis=(2, 3), keepdims=True)
    assert np.abs(found - right).max() > 1e-3
    assert misplaced_biases(model) == [model.operations[-1].name]


def test_maps_that_are_added_are_no_bias():
    f = {"data_format": "channels_first"}
    inputs = keras.Input((1, 8, 8))
    x = L.Conv2D(6, 3, use_bias=False, **f)(inputs)  # six columns, six channels
    assert misplaced_biases(keras.Model(inputs, L.Add()([x, L.ReLU()(x)]))) == []


def test_channels_last_and_free_sizes():
    model = keras.Sequential([keras.Input((8, 8, 1)), L.Conv2D(6, 3), L.Flatten(), L.Dense(3)])
    converted, texts = caught(to_fully_convolutional, model)
    assert texts == []
    assert misplaced_biases(converted, sizes=(9, 9)) == []
    with refused(__file__, "no sizes", r"takes inputs of any size\. Pass the sizes"):
        misplaced_biases(converted)
    for sizes in (9, (9,), (9, 0), (9, 9, 1)):
        with refused(__file__, f"sizes {sizes}", "sizes must be 2 positive integers"):
            misplaced_biases(converted, sizes=sizes)


def test_where_keras_adds_as_numpy_does_no_bias_is_named(monkeypatch):
    first, _ = pair(LAYERS["Conv2D"], (7, 7))  # five columns, five channels
    assert bool(misplaced_biases(first)) == ON_TENSORFLOW
    monkeypatch.setattr(keras.ops, "add", np.add)
    assert misplaced_biases(first) == []
