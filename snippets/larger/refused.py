"""Two images that Keras refuses, and what it says."""

import textwrap

import keras
import numpy as np
from keras import layers

keras.config.disable_traceback_filtering()  # messages without colours
classic = keras.Sequential(
    [
        keras.Input((5, 7, 1)),
        layers.Conv2D(3, (1, 3)),
        layers.Flatten(),
        layers.Dense(2, name="dense"),
    ],
    name="classic",
)
converted = keras.Sequential(
    [
        keras.Input((None, None, 1)),
        layers.Conv2D(3, (1, 3)),
        layers.Conv2D(2, (5, 5), name="was_dense"),
    ],
    name="converted",
)
too_large = np.zeros((1, 8, 10, 1))
too_small = keras.Input((4, 7, 1))  # a shape will do to be refused
for network, image in ((classic, too_large), (converted, too_small)):
    try:
        network(image)
    except ValueError as error:
        height, width = image.shape[1:3]
        print(f"The {network.name} network, an image of {height} x {width}:")
        print(textwrap.fill(str(error)))
