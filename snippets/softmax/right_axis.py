"""Softmax over the classes, in both data formats."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
image = np.random.default_rng(0).normal(size=(1, 2, 4, 2))  # N,H,W,C

last = keras.Sequential(
    [
        keras.Input((None, None, 2)),
        layers.Conv2D(3, 1, activation="softmax"),  # the last axis: classes
    ]
)
first = keras.Sequential(
    [
        keras.Input((2, None, None)),
        layers.Conv2D(3, 1, data_format="channels_first"),
        layers.Softmax(axis=1),  # the channel axis: classes
    ]
)
first.compile(jit_compile=True)  # channels_first on any CPU
first.set_weights(last.get_weights())

a = last.predict(image, verbose=0)
b = first.predict(image.transpose(0, 3, 1, 2), verbose=0)
print("channels_last ", a.shape, "sums over classes:")
print(a[0].sum(axis=-1).round(3))
print("channels_first", b.shape, "sums over classes:")
print(b[0].sum(axis=0).round(3))
print("equal:", np.allclose(a.transpose(0, 3, 1, 2), b, atol=1e-5))
