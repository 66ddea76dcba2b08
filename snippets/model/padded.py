"""A trunk that pads: equal at the original size only, and it says so."""

import keras
from keras import layers

from fully_convolutional import (
    max_difference,
    receptive_field,
    to_fully_convolutional,
)

keras.utils.set_random_seed(0)
model = keras.Sequential(
    [
        keras.Input((16, 16, 3)),
        layers.Conv2D(8, 3, padding="same", activation="relu", name="edges"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(5),
    ]
)
found = max_difference(model, to_fully_convolutional(model))
print("equal at the original size:", found.original_size < 1e-5)
print("compared with crops:", found.crops)
field = receptive_field(model)
print("equals cropping:", field.equals_cropping)
print("because of:", field.reason)
