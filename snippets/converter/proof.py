"""max_difference compares a model with its conversion, also crop by crop."""

import keras
from keras import layers

from fully_convolutional import max_difference, to_fully_convolutional

keras.utils.set_random_seed(0)
model = keras.Sequential(
    [
        keras.Input((12, 12, 1)),
        layers.Conv2D(4, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(3, name="digit"),
    ]
)
converted = to_fully_convolutional(model)


def verdict(found):
    small = 1e-5 * found.largest_output
    print("  original size:", found.original_size <= small)
    print("  crops:        ", found.crops <= small)


print("equal, as converted")
verdict(max_difference(model, converted))

kernel = converted.get_layer("digit").kernel
kernel.assign(kernel.numpy()[::-1])  # rows of the kernel upside down
print("equal, with a flipped kernel")
verdict(max_difference(model, converted))
