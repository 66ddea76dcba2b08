"""receptive_field tells what an output cell sees, and what padding spoils."""

import keras
from keras import layers

from fully_convolutional import (
    max_difference,
    receptive_field,
    to_fully_convolutional,
)

for padding in ("valid", "same"):
    model = keras.Sequential(
        [
            keras.Input((16, 16, 1)),
            layers.Conv2D(8, 5, padding=padding, name="conv"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )
    field = receptive_field(model)
    found = max_difference(model, to_fully_convolutional(model))
    print(padding)
    print("  size, stride, offset:", field.size, field.stride, field.offset)
    print("  equal at the original size:", found.original_size < 1e-5)
    print("  equals cropping:", field.equals_cropping, field.reason)
    print("  crops compared:", found.crops is not None)
