"""In Keras: Conv2D with stride = kernel, and Dense on patches p1 p2 c."""

import os

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
C, P, DIM = 3, 4, 8
conv = keras.Sequential([keras.Input((12, 20, C)), layers.Conv2D(DIM, P, P)])
dense = keras.Sequential([keras.Input((None, P * P * C)), layers.Dense(DIM)])
kernel, bias = conv.get_weights()
dense.set_weights([kernel.reshape(P * P * C, DIM), bias])

images = np.random.default_rng(0).random((2, 12, 20, C))
patches = images.reshape(2, 3, P, 5, P, C).transpose(0, 1, 3, 2, 4, 5)
tokens = dense.predict(patches.reshape(2, 15, -1), verbose=0)
expected = conv.predict(images, verbose=0).reshape(2, 15, DIM)
print(
    "tokens", tokens.shape, "equal:", np.allclose(tokens, expected, atol=1e-5)
)
