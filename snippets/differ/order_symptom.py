"""Flatten order, symptom: no error, right shape, unrelated numbers."""

import keras
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(200, 3, 4, 5)).astype("float32")  # C,H,W
w = rng.normal(size=(60, 1))

flat = keras.layers.Flatten(data_format="channels_first")
dense = (np.array(flat(x)) @ w)[:, 0]
kernel = w.reshape(3, 4, 5, 1).transpose(1, 2, 0, 3)  # for C,H,W vectors
conv = np.einsum("nchw,hwco->no", x, kernel)[:, 0]
print("first three, dense    ", dense[:3].round(3))
print("first three, converted", conv[:3].round(3))
print("correlation over 200 images:", round(np.corrcoef(dense, conv)[0, 1], 3))
