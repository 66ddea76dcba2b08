"""A layer of your own that treats all positions alike: name its class."""

import textwrap

import keras
from keras import layers

from fully_convolutional import max_difference, to_fully_convolutional


class Scale(layers.Layer):
    """A factor for each channel."""

    def build(self, shape):
        self.gamma = self.add_weight(shape=shape[-1:], initializer="normal")

    def call(self, x):
        return x * self.gamma


class Tilt(layers.Layer):
    """A factor for each column: positions are not alike."""

    def call(self, x):
        return x * keras.ops.linspace(0.0, 1.0, x.shape[2])[:, None]


keras.utils.set_random_seed(0)
for kind in (Scale, Tilt):
    image = keras.Input((8, 8, 1))
    x = kind()(layers.Conv2D(4, 3, activation="relu")(image))
    model = keras.Model(image, layers.Dense(2)(layers.Flatten()(x)))
    try:
        converted = to_fully_convolutional(model, pointwise=(kind,))
    except ValueError as error:
        print(textwrap.fill(str(error), 46))
    else:
        found = max_difference(model, converted, pointwise=(kind,))
        equal = max(found.original_size, found.crops) < 1e-5
        print(kind.__name__, "is equal, on crops as well:", equal)
