"""Weights, symptom: a freshly built layer keeps its own random numbers."""

import keras
import numpy as np

keras.utils.set_random_seed(0)
dense = keras.layers.Dense(2)
conv = keras.layers.Conv2D(2, 1)
x = np.ones((1, 1, 1, 3), "float32")
a, b = dense(x), conv(x)  # built here, each with its own weights
print("equal:", np.allclose(a, b))
