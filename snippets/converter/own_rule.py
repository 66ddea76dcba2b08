"""A layer of your own that looks at neighbours: give its class a rule."""

import keras
from keras import layers

from fully_convolutional import (
    max_difference,
    receptive_field,
    rule,
    to_fully_convolutional,
)


class Edges(layers.Layer):
    """What is right of a pixel minus what is left of it."""

    def call(self, x):
        return x[:, :, 2:] - x[:, :, :-2]


@rule(Edges)
def edges(step):
    if step.twin.channels_first:
        step.refuse("it reads the columns on axis 2. Use channels_last.")
    return step.slide(size=(1, 3))


keras.utils.set_random_seed(0)
image = keras.Input((8, 8, 1))
x = layers.Conv2D(4, 3, activation="relu")(Edges()(image))
model = keras.Model(image, layers.Dense(2)(layers.Flatten()(x)))

converted = to_fully_convolutional(model)
found = max_difference(model, converted)
print("equal:", max(found.original_size, found.crops) < 1e-5)
trunk = keras.Model(image, x)
print("a cell of the trunk sees", receptive_field(trunk).size, "pixels")
