"""Weights of the wrong shape are refused, and Keras says which."""

import textwrap

import keras
import numpy as np

Win = np.arange(1, 10).reshape(3, 1, 1, 3)
conv1 = keras.layers.Conv2D(
    3, (1, 3), data_format="channels_first", name="conv1"
)
conv1.build((None, 1, 5, 7))

try:
    conv1.set_weights([Win, np.zeros(3)])
except ValueError as error:
    print(textwrap.fill(str(error), 40))
