"""Weights, cure: build both layers, copy kernel and bias, compare."""

import keras
import numpy as np

keras.utils.set_random_seed(0)
dense = keras.layers.Dense(2)
conv = keras.layers.Conv2D(2, 1)
x = np.ones((1, 1, 1, 3), "float32")
dense.build(x.shape)
conv.build(x.shape)
kernel, bias = dense.get_weights()
conv.set_weights([kernel.reshape(conv.kernel.shape), bias])
a, b = (keras.ops.convert_to_numpy(layer(x)) for layer in (dense, conv))
print("equal:", np.allclose(a, b))
