"""The converter on Keras' PyTorch backend: converts, and compares."""

import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import torch
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
version = torch.__version__.partition("+")[0]  # what follows + is the machine's

print("Keras", keras.__version__, "on torch", version)
print("a larger image gives", tuple(converted(larger).shape))
print("equal at its own size:", difference.original_size < 1e-5)
print("equal to each crop:", difference.crops < 1e-5)
