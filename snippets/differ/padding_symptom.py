"""Padding, symptom: many outputs in place of one; only one of them is right."""

import keras
import numpy as np

w = np.arange(18.0).reshape(18, 1)
x = np.ones((1, 3, 3, 2), "float32")
conv = keras.layers.Conv2D(1, 3, padding="same", use_bias=False)
conv.build(x.shape)
conv.set_weights([w.reshape(3, 3, 2, 1)])
print("dense:", (x.reshape(1, -1) @ w)[0])
print("converted:\n", keras.ops.convert_to_numpy(conv(x))[0, :, :, 0])
