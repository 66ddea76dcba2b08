"""What has no exact counterpart is refused, with the layer's name."""

import textwrap

import keras
from keras import layers

from fully_convolutional import to_fully_convolutional

refused = [
    [layers.Lambda(lambda x: x[:, ::-1], name="upside_down")],
    [layers.BatchNormalization(axis=1, name="norm_rows")],
    [layers.Reshape((12, 3, 4)), layers.Conv2D(2, 3, name="next")],
    [layers.Reshape((36, 4)), layers.LSTM(5, name="words")],
]
for unknown in refused:
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(4, 3),
            *unknown,
            layers.Flatten(),
            layers.Dense(2),
        ]
    )
    try:
        to_fully_convolutional(model)
    except ValueError as error:
        print(textwrap.fill(f"- {error}", 46, subsequent_indent="  "))
