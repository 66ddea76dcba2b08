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
cases = {
    "The classic network, an image of 8 x 10": lambda: classic(
        np.zeros((1, 8, 10, 1))
    ),
    # Asked for the shape only: what a call says depends on the processor.
    "The converted network, an image of 4 x 7": lambda: (
        converted.compute_output_shape((1, 4, 7, 1))
    ),
}
for title, case in cases.items():
    try:
        case()
    except ValueError as error:
        message = max(str(error).splitlines(), key=len)
        message = message.replace("\033[1m", "").replace("\033[0m", "")  # bold
        print(f"{title}:")
        print(textwrap.fill(textwrap.shorten(message, 180, placeholder=" ...")))
