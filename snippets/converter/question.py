"""Where no layer tells the axis of the channels, the converter asks."""

import textwrap

import keras
from keras import layers

from fully_convolutional import to_fully_convolutional

model = keras.Sequential(
    [
        keras.Input((6, 8, 3)),
        layers.ReLU(),
        layers.Flatten(),
        layers.Dense(1),
    ],
    name="plain",
)
try:
    to_fully_convolutional(model)
except ValueError as error:
    print(textwrap.fill(str(error), 46))

for data_format in ("channels_last", "channels_first"):
    converted = to_fully_convolutional(model, data_format=data_format)
    print(data_format)
    print(" ", converted.input_shape, "->", converted.output_shape)
