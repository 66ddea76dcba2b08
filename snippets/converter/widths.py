"""Which image widths meet the misplaced bias, and in which layer."""

import textwrap
import warnings

import keras
from keras import layers

from fully_convolutional import misplaced_biases, to_fully_convolutional

first = {"data_format": "channels_first"}
model = keras.Sequential(
    [
        keras.Input((1, 12, 12)),
        layers.Conv2D(20, 3, **first, name="conv"),
        layers.MaxPooling2D(2, **first),
        layers.Flatten(**first),
        layers.Dense(10, name="digit"),
    ]
)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    converted = to_fully_convolutional(model)
for warning in caught:
    print(textwrap.fill(str(warning.message), 46))

for width in range(12, 40):
    names = misplaced_biases(converted, sizes=(12, width))
    if names:
        print("images", width, "pixels wide:", *names)
