"""What converter code of the Keras 1 and 2 days meets in Keras 3."""

import importlib

import keras
import numpy as np
from keras import layers

net = keras.Sequential([keras.Input((2, 3, 4)), layers.Flatten()])
kernel = np.ones((2, 3, 4, 5))


def attempt(name, old):
    try:
        old()
        print(f"{name}: works")
    except Exception as error:
        print(f"{name}: {type(error).__name__}")


for module in ("keras.engine", "tensorflow.keras.layers"):
    attempt(f"{module:23}", lambda name=module: importlib.import_module(name))
attempt("layer.input_shape      ", lambda: net.layers[0].input_shape)
attempt(
    "weights=[...]          ",
    lambda: layers.Conv2D(5, (2, 3), weights=[kernel]),
)
attempt("Convolution2D          ", lambda: layers.Convolution2D(5, (2, 3)))

print("input_shape today:", net.layers[0].input.shape)
conv = layers.Conv2D(5, (2, 3))
conv.build((None, None, None, 4))
conv.set_weights([kernel, np.zeros(5)])
print("weights today:", conv.kernel.shape)
