"""Flatten order, cure: ask the layer, then take the formula it names."""

import keras
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(200, 3, 4, 5)).astype("float32")
w = rng.normal(size=(60, 1))
flat = keras.layers.Flatten(data_format="channels_first")
dense = (np.array(flat(x)) @ w)[:, 0]

order = np.array(flat(np.arange(60).reshape(1, 3, 4, 5)))[0]
fastest = {1: "W", 5: "H", 20: "C"}[order[1] - order[0]]
print("the layer sends:", order[:6], "... so", fastest, "runs fastest")
kernel = w.reshape(4, 5, 3, 1)
conv = np.einsum("nchw,hwco->no", x, kernel)[:, 0]
print("equal:", np.allclose(dense, conv, atol=1e-4))
