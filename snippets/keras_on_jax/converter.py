"""The converter on Keras' JAX backend: converts, and compares."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import jax
import keras
from keras import layers

from fully_convolutional import max_difference, to_fully_convolutional

keras.utils.set_random_seed(0)
model = keras.Sequential(
    [
        keras.Input((16, 16, 3)),
        layers.Conv2D(8, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(5, activation="softmax"),
    ]
)
converted = to_fully_convolutional(model)
difference = max_difference(model, converted)
larger = keras.ops.zeros((1, 24, 20, 3))

print("Keras", keras.__version__, "on jax", jax.__version__)
print("a larger image gives", tuple(converted(larger).shape))
print("equal at its own size:", difference.original_size < 1e-5)
print("equal to each crop:", difference.crops < 1e-5)
