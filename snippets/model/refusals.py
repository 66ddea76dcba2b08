"""What cannot be converted exactly is refused, by name and with advice."""

import textwrap

import keras
from keras import layers

from fully_convolutional import to_fully_convolutional

heads = {
    "recurrent": [layers.Reshape((4, 12)), layers.LSTM(5)],
    "attention": [layers.Reshape((12, 4)), layers.Attention()],
    "unknown function": [layers.Lambda(lambda x: x * 2), layers.Flatten()],
}
for name, (first, second) in heads.items():
    image = keras.Input((6, 8, 1))
    x = first(layers.Conv2D(2, 3)(image))
    x = second([x, x]) if name == "attention" else second(x)
    model = keras.Model(image, layers.Dense(3)(layers.Flatten()(x)))
    try:
        to_fully_convolutional(model)
    except ValueError as error:
        print(f"{name}:")
        print(
            textwrap.fill(
                str(error), 72, initial_indent="  ", subsequent_indent="  "
            )
        )
