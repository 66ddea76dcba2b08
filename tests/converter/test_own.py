"""What readers tell the converter: layers of their own, and where the channels are."""

import keras
import numpy as np
import pytest
from keras import layers as L

import fully_convolutional
from fully_convolutional import (
    max_difference,
    misplaced_biases,
    receptive_field,
    rule,
    to_fully_convolutional,
)
from tests.converter.comparing import assert_equal, randomize, refused, run, same, small


class Scale(L.Layer):
    """A number a channel; on the last axis, whatever the rank."""

    def build(self, shape):
        self.gamma = self.add_weight(shape=shape[-1:], initializer="random_normal")

    def call(self, x):
        return x * self.gamma


class Blend(L.Layer):
    """Two maps of equal size."""

    def __init__(self, part, **kwargs):
        super().__init__(**kwargs)
        self.part = part

    def get_config(self):
        return super().get_config() | {"part": self.part}

    def call(self, x, other):
        return x * self.part + other


class Pairs(L.Layer):
    """Twice as many channels."""

    def call(self, x):
        return keras.ops.concatenate([x, keras.ops.square(x)], axis=-1)


class MinusMean(L.Layer):
    """Moves with the image, yet mixes its positions."""

    def call(self, x):
        return x - keras.ops.mean(x, axis=(1, 2), keepdims=True)


class Ramp(L.Layer):
    """A number a row."""

    def call(self, x):
        return x * keras.ops.arange(x.shape[1], dtype="float32")[:, None, None]


class Mute(L.Layer):
    """Cannot be made anew."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def call(self, x):
        return self.function(x)


OWN = (Scale, Blend, Pairs, MinusMean, Ramp, Mute)


def network(*middle, shape=(8, 7, 2)):
    inputs = x = keras.Input(shape)
    for layer in (L.Conv2D(3, 3), *middle, L.Dense(2)):
        x = layer(x)
    model = keras.Model(inputs, x)
    randomize(model)
    return model


POINTWISE = {
    "on a map": lambda: (Scale(), L.Flatten()),
    "more channels": lambda: (Pairs(), L.Flatten()),
    "on a window's vector": lambda: (L.Flatten(), Scale()),
    "on a vector of one cell": lambda: (L.Flatten(), L.Dense(4), Scale()),
    "on tokens": lambda: (L.Reshape((30, 3)), Scale(), L.Flatten()),
    "two inputs": lambda: (lambda x: Blend(0.5, name="blend")(x, other=L.ReLU()(x)), L.Flatten()),
}


@pytest.mark.parametrize("case", POINTWISE)
def test_pointwise(case):
    model = network(*POINTWISE[case]())
    converted = to_fully_convolutional(model, pointwise=OWN)
    found = max_difference(model, converted, pointwise=OWN)
    assert found.original_size <= 1e-5
    assert found.crops <= 1e-5
    assert receptive_field(model, pointwise=OWN).size == (8, 7)
    assert receptive_field(converted, pointwise=OWN) == receptive_field(model, pointwise=OWN)


NOT_POINTWISE = {
    "mixes positions": (lambda: (MinusMean(), L.Flatten()), "does not treat all positions alike"),
    "a number a row": (lambda: (Ramp(), L.Flatten()), "does not treat all positions alike"),
    "another order": (
        lambda: (L.Flatten("channels_first"), Scale()),
        r": it reads a vector in another order than that of the map\. Put it before Flatten",
    ),
    "not made anew": (lambda: (Mute(abs), L.Flatten()), "its get_config does not make it anew"),
}


@pytest.mark.parametrize("case", NOT_POINTWISE)
def test_what_is_not_pointwise_is_refused(case):
    layers, message = NOT_POINTWISE[case]
    with refused(__file__, case, message):
        to_fully_convolutional(network(*layers()), pointwise=OWN)


def test_without_its_name_a_layer_is_refused_and_told_how():
    with refused(__file__, "not named", "name its class as pointwise or give it a rule"):
        to_fully_convolutional(network(Scale(), L.Flatten()))


def test_along_the_columns_of_a_channels_first_map_it_is_refused():
    first = {"data_format": "channels_first"}
    inputs = keras.Input((2, 7, 9))
    x = Scale(name="s")(L.Conv2D(20, 3, **first)(inputs))
    model = keras.Model(inputs, L.Dense(2)(L.Flatten()(x)))
    with pytest.raises(ValueError, match="Scale 's': it was named pointwise, but cannot be tried"):
        to_fully_convolutional(model, pointwise=Scale)


@pytest.mark.parametrize("pointwise", [("Scale",), (np.abs,), (int,), [L.ReLU(name="relu")]])
def test_pointwise_takes_classes_of_layers(pointwise):
    name = f"pointwise: {type(pointwise[0]).__name__}"
    with refused(__file__, name, r"pointwise must hold classes of layers, got .* type\(l"):
        to_fully_convolutional(network(L.Flatten()), pointwise=pointwise)


class Difference(L.Layer):
    """What is below minus what is above, on every second row."""

    def call(self, x):
        return (x[:, 2:] - x[:, :-2])[:, ::2]

    def compute_output_shape(self, shape):  # which Keras cannot guess on JAX
        return (shape[0], shape[1] and (shape[1] - 1) // 2, *shape[2:])


@pytest.fixture
def with_rules(monkeypatch):
    """Rules last for one test."""
    monkeypatch.setattr(fully_convolutional, "RULES", dict(fully_convolutional.RULES))


@pytest.mark.usefixtures("with_rules")
def test_a_rule_slides_a_window():
    @rule(Difference)
    def slide(step):
        return step.slide(size=(3, 1), stride=(2, 1))

    model = network(Difference(), L.Flatten(), shape=(11, 7, 2))
    converted = to_fully_convolutional(model)
    image = np.random.default_rng(0).standard_normal((1, 15, 8, 2)).astype("float32")
    (cells,) = run(converted, image)
    assert cells.shape == (1, 3, 2, 2)
    for i, j in np.ndindex(3, 2):
        (expected,) = run(model, image[:, 2 * i : 2 * i + 11, j : j + 7])
        assert_equal([cells[:, i, j]], [expected])
    field = receptive_field(converted)
    assert field[:3] == ((11, 7), (2, 1), (0, 0))
    assert field.equals_cropping


@pytest.mark.usefixtures("with_rules")
def test_a_rule_may_refuse_and_the_last_one_counts():
    rule(Scale)(lambda step: step.keep())
    to_fully_convolutional(network(Scale(), L.Flatten()))

    @rule(Scale)
    def refuse(step):
        step.refuse(f"{step.twin.grid} of {step.twin.channels}. Drop it.")

    with refused(__file__, "by its rule", r"Cannot convert Scale 's': \(6, 5\) of 3. Drop it."):
        to_fully_convolutional(network(Scale(name="s"), L.Flatten()))


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_data_format_decides_where_no_layer_tells(data_format):
    model = keras.Sequential([keras.Input((4, 5, 3)), L.ReLU(), L.Flatten(), L.Dense(2)])
    for function in (to_fully_convolutional, receptive_field, misplaced_biases):
        with refused(__file__, "no format", r"no layer tells .* data_format='channels_last' if"):
            function(model)
    converted = to_fully_convolutional(model, data_format=data_format)
    found = max_difference(model, converted, data_format=data_format, extra_cells=2)
    assert max(found.original_size, found.crops) <= 1e-5
    channels = 3 if data_format == "channels_last" else 4
    assert converted.input.shape.count(None) == 3
    assert channels in converted.input.shape
    assert receptive_field(model, data_format=data_format) == receptive_field(converted)


def test_data_format_against_what_the_layers_tell():
    model = network(L.Flatten())
    to_fully_convolutional(model, data_format="channels_last")
    with refused(__file__, "two formats", "it reads channels_last, but its input is channels_f"):
        to_fully_convolutional(model, data_format="channels_first")
    with refused(__file__, "no such format", "must be 'channels_last' or .*, got 'NHWC'"):
        to_fully_convolutional(model, data_format="NHWC")


@pytest.mark.parametrize("global_format", ["channels_last", "channels_first"])
def test_the_global_setting_is_no_answer(global_format, monkeypatch):
    keras.config.set_image_data_format(global_format)
    try:
        model = keras.Sequential([keras.Input((4, 5, 3)), L.Flatten(), L.Dense(2)])
        with pytest.raises(ValueError, match="no layer tells"):
            to_fully_convolutional(model)
    finally:
        keras.config.set_image_data_format("channels_last")


class Nearly(L.Layer):
    """A tenth of it comes from the other positions."""

    def call(self, x):
        return x + 0.1 * keras.ops.mean(x, axis=(1, 2), keepdims=True)


def test_a_tenth_from_elsewhere_is_seen():
    model = small(L.Conv2D(3, 3), Nearly())
    with pytest.raises(ValueError, match="does not treat all positions alike"):
        to_fully_convolutional(model, pointwise=Nearly)


@pytest.mark.parametrize(("scale", "offset"), [([1.0, 2.0], 0.0), (1.0, [0.0, 1.0])])
def test_two_numbers_scale_along_an_axis(scale, offset):
    layers = [L.Conv2D(2, 3), L.Flatten(), L.Reshape((16, 2)), L.Rescaling(scale, offset)]
    model = small(*layers, L.Flatten(), L.Dense(2), shape=(6, 6, 2))
    with pytest.raises(ValueError, match="it scales along an axis"):
        to_fully_convolutional(model)


def test_numbers_of_a_vector_in_the_order_of_channels_first():
    f = {"data_format": "channels_first"}
    layers = [L.Conv2D(20, 3, **f), L.Flatten(), L.PReLU(), L.Dense(7)]
    same(small(*layers, shape=(2, 6, 7)))
