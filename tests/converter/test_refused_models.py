"""A model that cannot be converted exactly is refused: a ValueError says why, and what to do."""

import keras
import numpy as np
import pytest
from keras import layers as L

from fully_convolutional import max_difference, receptive_field, to_fully_convolutional
from tests.converter.comparing import refused


def functional(*layers, shape=(6, 6, 2), **options):
    """A model of these layers in a row."""
    inputs = x = keras.Input(shape, name="image", **options)
    for layer in layers:
        x = layer(x)
    return keras.Model(inputs, x)


def called(layer, *arguments, **options):
    return lambda x: layer(x, *arguments, **options)


class Own(L.Layer):
    def call(self, x):
        return x + 1


class OwnConvolution(L.Conv2D):
    def call(self, x):
        return super().call(x)[:, ::-1]


class OwnModel(keras.Model):
    def __init__(self):
        super().__init__(name="own")
        self.dense = L.Dense(2)

    def call(self, x):
        return self.dense(x)


def head(*layers):
    return functional(L.Conv2D(3, 3), *layers, L.Dense(2))


def own_model(size=4):
    model = OwnModel()
    model(np.ones((1, size)))
    return model


def nested_own():
    return functional(L.Conv2D(3, 3), L.Flatten(), own_model(48))


def two_strides():
    inputs = keras.Input((8, 8, 1))
    fine = L.GlobalMaxPooling2D()(L.Conv2D(2, 2)(inputs))
    coarse = L.GlobalMaxPooling2D()(L.Conv2D(2, 2, strides=2)(inputs))
    return keras.Model(inputs, L.Dense(2)(L.Concatenate(name="join")([fine, coarse])))


def rows_joined():
    inputs = keras.Input((8, 8, 1))
    a, b = L.Conv2D(2, 3)(inputs), L.Conv2D(2, 3)(inputs)
    return keras.Model(inputs, L.Concatenate(axis=1, name="join")([a, b]))


def orders_added():
    inputs = keras.Input((4, 4, 2))
    x = L.Conv2D(2, 1)(inputs)
    a, b = L.Flatten()(x), L.Flatten(data_format="channels_first")(x)
    return keras.Model(inputs, L.Dense(2)(L.Add(name="sum")([a, b])))


def map_and_vector():
    inputs = keras.Input((4, 4, 2))
    x = L.Conv2D(2, 1)(inputs)
    y = L.GlobalMaxPooling2D()(x)
    return keras.Model(inputs, L.Add(name="sum")([x, y]))


def shared_dense():
    inputs = keras.Input((6, 6, 2))
    x, dense = L.Conv2D(2, 1)(inputs), L.Dense(3, name="shared")
    a = dense(L.Flatten()(x))
    b = dense(L.Flatten()(L.Permute((2, 1, 3))(x)))
    return keras.Model(inputs, L.Add()([a, b]))


def second_input():
    image, facts = keras.Input((6, 6, 2)), keras.Input((3,), name="facts")
    x = L.Flatten()(L.Conv2D(2, 3)(image))
    return keras.Model([image, facts], L.Dense(2)(L.Concatenate()([x, facts])))


def grown_kernel():
    model = head(L.Flatten())
    object.__setattr__(model.layers[-1], "_kernel", keras.Variable(np.ones((40, 2))))
    return model


def quantized():
    model = head(L.Flatten())
    model.quantize("int8")
    return model


def lora():
    model = head(L.Flatten())
    model.layers[-1].enable_lora(1)
    return model


def gate_as_output():
    inputs = keras.Input((6, 6, 2))
    x = L.Conv2D(2, 3)(inputs)
    gate = L.GlobalAveragePooling2D(keepdims=True)(x)
    return keras.Model(inputs, [L.Multiply()([x, gate]), L.Activation("tanh", name="told")(gate)])


def two_rows_joined():
    inputs = keras.Input((6, 6, 2))
    x = L.Conv2D(2, 3)(inputs)
    a, b = L.Reshape((2, 16))(x), L.Reshape((2, 16))(L.ReLU()(x))
    return keras.Model(inputs, L.Dense(2)(L.Flatten()(L.Concatenate(name="join")([a, b]))))


def one_cell_added():
    inputs = keras.Input((6, 6, 2))
    return keras.Model(inputs, L.Add(name="sum")([inputs, L.Conv2D(2, 6)(inputs)]))


def array_added():
    inputs = keras.Input((6, 6, 2))
    x = L.Conv2D(2, 3)(inputs) + np.ones((4, 4, 2), "float32")
    return keras.Model(inputs, L.Dense(2)(L.Flatten()(x)))


FIRST = {"data_format": "channels_first"}
MODELS = {
    "None": (lambda: None, "expected a built Sequential or Functional model, got .*NoneType"),
    "a layer": (lambda: L.Conv2D(3, 3), "got .*Conv2D.*Pass the Keras model itself"),
    "a path": (lambda: "model.keras", "got .*str"),
    "weights": (lambda: [np.ones((2, 2))], "got .*list"),
    "unbuilt": (lambda: keras.Sequential([L.Flatten(), L.Dense(2)]), "Give it an Input"),
    "own class": (own_model, "'own': .*Functional API"),
    "own class within": (nested_own, "'own'.*Functional API"),
    "flat input": (lambda: functional(L.Dense(2), shape=(9,)), "'image' must be a map"),
    "four spatial axes": (lambda: functional(L.Dense(2), shape=(2,) * 5), "'image' must be a map"),
    "a vector beside": (second_input, "'facts' must be a map"),
    "free rows": (lambda: functional(L.ReLU(), shape=(None, 6, 2)), "got shape .None, None, 6, 2"),
    "free sizes": (
        lambda: functional(L.Conv2D(2, 3), L.GlobalMaxPooling2D(), shape=(None, None, 2)),
        r"'image' must have known sizes, got shape \(None, None, None, 2\). Rebuild",
    ),
    "recurrent": (lambda: head(L.Reshape((4, 12)), L.LSTM(3, name="lstm")), "LSTM 'lstm'"),
    "attention": (
        lambda: functional(lambda x: L.MultiHeadAttention(1, 2, name="mha")(x, x)),
        "MultiHeadAttention 'mha'",
    ),
    "Lambda": (
        lambda: head(L.Lambda(lambda x: x[:, ::-1], lambda shape: shape, name="flip")),
        "Lambda 'flip'",
    ),
    "own layer": (
        lambda: head(Own(name="own")),
        "Own 'own'.*Replace it with Keras layers .* give it a rule, or convert the model up to it "
        r"and apply it to the result\.$",
    ),
    "own kind of convolution": (lambda: head(OwnConvolution(2, 3, name="own")), "'own'"),
    "resizing": (lambda: head(L.Resizing(4, 4, name="size")), "Resizing 'size'"),
    "random crop": (lambda: functional(L.RandomCrop(4, 4, name="crop")), "'crop'"),
    "einsum": (
        lambda: functional(L.EinsumDense("bhwc,hwo->bo", 3, name="einsum")),
        "EinsumDense 'einsum'",
    ),
    "repeated vector": (lambda: head(L.Flatten(), L.RepeatVector(2, name="twice")), "'twice'"),
    "convolution after a mixing reshape": (
        lambda: functional(L.Conv2D(4, 1), L.Reshape((12, 12, 1)), L.Conv2D(2, 3, name="late")),
        "'late': a Reshape or Permute before it leaves no map",
    ),
    "height and width swapped": (
        lambda: functional(L.Conv2D(4, 1), L.Permute((2, 1, 3)), L.Conv2D(2, 3, name="late")),
        "'late': a Reshape or Permute",
    ),
    "dense along the width": (
        lambda: functional(L.Conv2D(4, 1, **FIRST), L.Dense(2, name="wide"), shape=(2, 6, 6)),
        "'wide': its last axis is not the channels.*Flatten before it",
    ),
    "dense along what has as many numbers as there are channels": (
        lambda: functional(L.Conv2D(4, 3), L.Permute((1, 3, 2)), L.Dense(2, name="wide")),
        "'wide': its last axis is not the channels",
    ),
    "dense across a reshape": (
        lambda: functional(L.Conv2D(4, 1), L.Reshape((2, -1)), L.Dense(2, name="wide")),
        "'wide': its last axis",
    ),
    "two data formats": (
        lambda: functional(L.Conv2D(4, 1), L.MaxPooling2D(2, **FIRST, name="pool")),
        "'pool': it reads channels_first, but its input is channels_last",
    ),
    "normalised along the height": (
        lambda: head(L.BatchNormalization(axis=1, name="norm")),
        r"'norm': it acts along axis \{1\}, not channels \(3\)",
    ),
    "normalised over the map": (
        lambda: head(L.LayerNormalization(axis=[1, 2, 3], name="norm")),
        "'norm': it acts along axis",
    ),
    "softmax along the width": (
        lambda: functional(L.Conv2D(4, 1, **FIRST), L.Softmax(name="soft"), shape=(2, 6, 6)),
        "'soft': it acts along axis",
    ),
    "activation along the width": (
        lambda: functional(
            L.Conv2D(4, 1, **FIRST, activation="softmax", name="c"), shape=(2, 6, 6)
        ),
        "'c': its activation mixes positions",
    ),
    "one slope per position": (lambda: head(L.PReLU(name="slopes")), "'slopes': it acts along"),
    "groups of a vector": (
        lambda: head(L.Flatten(), L.GroupNormalization(2, name="groups")),
        "'groups': on a vector",
    ),
    "own activation": (
        lambda: head(L.Flatten(), L.Dense(4, activation=lambda x: x[:, ::-1], name="flip")),
        "'flip': its activation is unknown",
    ),
    "own activation layer": (
        lambda: head(L.Activation(lambda x: x[:, ::-1], name="flip")),
        "'flip': its function is unknown",
    ),
    "log_softmax, channels first": (
        lambda: functional(
            L.Conv2D(2, 3, **FIRST),
            L.Flatten(),
            L.Dense(2, "log_softmax", name="d"),
            shape=(2, 6, 6),
        ),
        "'d': 'log_softmax' acts on the last axis only. Use softmax",
    ),
    "scales per channel of a vector": (
        lambda: head(L.Flatten(), L.Rescaling([1.0] * 48, name="scale")),
        "'scale': it scales along an axis",
    ),
    "strides part": (two_strides, "'join': its inputs have strides"),
    "rows joined": (rows_joined, "'join': it joins axis 1, not channels"),
    "orders added": (orders_added, "'sum': its inputs were flattened in different orders"),
    "map and vector": (map_and_vector, "'sum': its inputs are a map and a vector"),
    "shared by two orders": (shared_dense, "'shared': it is shared by maps of different"),
    "kernel of another size": (grown_kernel, r"its kernel .*40, 2.* is not \(48, 2\)"),
    "quantized": (quantized, "it is quantized or has LoRA"),
    "LoRA": (lora, "it is quantized or has LoRA"),
    "rows added": (two_rows_joined, "'join': its inputs are neither maps nor vectors"),
    "one cell added": (one_cell_added, "'sum': its inputs have different sizes. Crop"),
    "a gate told": (gate_as_output, "'told': this output is pooled and a gate. Pool it twice"),
    "log_softmax layer, channels first": (
        lambda: functional(
            L.Conv2D(2, 3, **FIRST),
            L.Flatten(),
            L.Dense(2),
            L.Activation("log_softmax", name="a"),
            shape=(2, 6, 6),
        ),
        "'a': channels_first has no counterpart. Use softmax",
    ),
    "array added": (array_added, "it takes an array"),
    "always dropping": (
        lambda: head(called(L.Dropout(0.5, name="drop"), training=True)),
        "'drop': it is called with training=True",
    ),
    "masked": (lambda: head(called(L.Softmax(name="s"), mask=np.ones(3))), "'s': .* or a mask"),
    "softmax along the columns": (
        lambda: head(L.Conv2D(3, 3, padding="same", activation=L.Softmax(axis=2), name="conv")),
        "'conv': its activation mixes positions",
    ),
    "odd adaptive pooling": (
        lambda: head(L.AdaptiveAveragePooling2D(3, name="pool")),
        r"'pool': its \(3, 3\) cells do not divide its map \(4, 4\)",
    ),
    "output reshaped": (
        lambda: functional(L.Conv2D(3, 3), L.Reshape((3, 16), name="mixed")),
        "'mixed': a Reshape or Flatten mixes this output",
    ),
}


@pytest.mark.parametrize("case", MODELS)
def test_models(case):
    build, message = MODELS[case]
    model = build()
    for function in (to_fully_convolutional, lambda model: max_difference(model, model)):
        with refused(__file__, case, message):
            function(model)
    if "free" not in case:
        with refused(__file__, case, message):
            receptive_field(model)
