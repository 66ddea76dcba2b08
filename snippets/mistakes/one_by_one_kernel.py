"""Weights of shape (h, w, c, out) need a kernel of (h, w), not of (1, 1)."""

import keras
import numpy as np

h, w, c, out = 4, 4, 8, 64
dense = np.ones((h * w * c, out))
for kernel_size in ((1, 1), (h, w)):
    conv = keras.layers.Conv2D(out, kernel_size, use_bias=False)
    conv.build((None, None, None, c))
    print(kernel_size, "wants", conv.kernel.shape, end=": ")
    try:
        conv.set_weights([dense.reshape(h, w, c, out)])
        print("loaded")
    except ValueError:
        print("ValueError")
