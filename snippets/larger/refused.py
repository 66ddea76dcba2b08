"""Two images that Keras refuses, and what it says."""

import textwrap

import keras
import numpy as np

layers = keras.layers
classic = keras.Sequential(
    [
        keras.Input((5, 7, 1)),
        layers.Conv2D(3, (1, 3)),
        layers.Flatten(),
        layers.Dense(2, name="dense"),
    ]
)
converted = keras.Sequential(
    [
        keras.Input((None, None, 1)),
        layers.Conv2D(3, (1, 3)),
        layers.Conv2D(2, (5, 5), name="was_dense"),
    ]
)
cases = [
    ("The classic network, an image of 8 x 10", classic, (1, 8, 10, 1)),
    ("The converted network, an image of 4 x 7", converted, (1, 4, 7, 1)),
]
for title, model, shape in cases:
    try:
        model(np.zeros(shape))
    except ValueError as error:
        message = str(error).splitlines()[2]
        message = message.replace("\033[1m", "").replace("\033[0m", "")  # bold
        print(f"{title}:")
        print(textwrap.fill(textwrap.shorten(message, 180, placeholder=" ...")))
