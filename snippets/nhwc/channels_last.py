"""Way out 2: the same weights in channels_last, with the image moved over."""

import os

os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import keras
import numpy as np


def build(data_format, shape):
    conv = keras.layers.Conv2D(3, (1, 3), data_format=data_format)
    return keras.Sequential([keras.Input(shape), conv])


first = build("channels_first", (1, 5, 7))
last = build("channels_last", (5, 7, 1))
last.set_weights(first.get_weights())  # the kernel shape is the same

x = np.random.default_rng(0).normal(size=(1, 1, 5, 7))
y = last.predict(x.transpose(0, 2, 3, 1), verbose=0)
first.compile(jit_compile=True)
expected = first.predict(x, verbose=0)
print("channels_last output:", y.shape)
print("equal:", np.allclose(y.transpose(0, 3, 1, 2), expected, atol=1e-5))
