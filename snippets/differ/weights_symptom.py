"""Weights, symptom: a freshly built layer keeps its own random numbers."""

import keras
import numpy as np

keras.utils.set_random_seed(0)
dense = keras.layers.Dense(2)
conv = keras.layers.Conv2D(2, 1)
x = np.ones((1, 1, 1, 3), "float32")
# Each layer is built here, at its first call, with weights of its own.
a, b = (keras.ops.convert_to_numpy(layer(x)) for layer in (dense, conv))
print("equal:", np.allclose(a, b))
