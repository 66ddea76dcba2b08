"""receptive_field tells what an output cell sees, and what padding spoils."""

import keras
from keras import layers

from fully_convolutional import receptive_field

for padding in ("valid", "same"):
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(8, 5, padding=padding, name="conv"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )
    field = receptive_field(model)
    print(padding)
    print("  size, stride, offset:", field.size, field.stride, field.offset)
    print("  equals cropping:", field.equals_cropping, field.reason)
