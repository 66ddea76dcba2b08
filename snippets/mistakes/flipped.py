"""Keras applies a kernel as it is; flipping it was for Theano."""

import keras
import numpy as np
from scipy.signal import convolve2d

rng = np.random.default_rng(0)
w = rng.integers(-9, 10, (6, 1))
x = rng.integers(-9, 10, (2, 3))
kernel = w.reshape(2, 3, 1, 1)
flipped = kernel[::-1, ::-1]


def keras_conv(kernel):
    conv = keras.layers.Conv2D(1, (2, 3), use_bias=False)
    conv.build((None, 2, 3, 1))
    conv.set_weights([kernel])
    return float(conv(x.reshape(1, 2, 3, 1).astype("float32"))[0, 0, 0, 0])


print("dense                    ", f"{float((x.reshape(-1) @ w)[0]):6}")
print("Keras, as it is          ", f"{keras_conv(kernel):6}")
print("Keras, flipped           ", f"{keras_conv(flipped):6}")
true = convolve2d(x, flipped[:, :, 0, 0], "valid")[0, 0]
print("true convolution, flipped", f"{float(true):6}")
