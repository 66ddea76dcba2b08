"""What has no exact counterpart is refused, with the layer's name."""

import textwrap

import keras
from keras import layers

from fully_convolutional import to_fully_convolutional

unknown = [
    layers.Lambda(lambda x: x[:, ::-1], name="upside_down"),
    layers.BatchNormalization(axis=1, name="norm_rows"),
    layers.Reshape((12, 3, 4), name="reshape"),
]
for layer in unknown:
    image = keras.Input((8, 8, 1))
    x = layer(layers.Conv2D(4, 3)(image))
    x = layers.Conv2D(2, 3, name="next")(x)
    model = keras.Model(image, layers.Dense(2)(layers.Flatten()(x)))
    try:
        to_fully_convolutional(model)
    except ValueError as error:
        print(textwrap.fill(f"- {error}", 76, subsequent_indent="  "))
