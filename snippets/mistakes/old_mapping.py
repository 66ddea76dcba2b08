"""The mapping that was right in Keras 2.0 is wrong in today's, silently."""

import keras
import numpy as np
from keras import layers

keras.config.set_image_data_format("channels_first")
x = np.zeros((1, 1, 5, 7), "float32")
x[0, 0, 1, 2] = 1
w_conv = np.arange(1, 10).reshape(3, 1, 1, 3).transpose(2, 3, 1, 0)
b_conv, b_dense = np.array([0.1, 0.2, 0.3]), np.array([0.1, 0.1])
w_dense = np.arange(150).reshape(75, 2)


def run(kernel, *head):
    trunk = layers.Conv2D(3, (1, 3))
    net = keras.Sequential([keras.Input((1, 5, 7)), trunk, *head])
    net.set_weights([w_conv, b_conv, kernel, b_dense])
    net.compile(jit_compile=True)
    return ", ".join(f"{v:.1f}" for v in net.predict(x, verbose=0).ravel())


then = w_dense.T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0)
today = w_dense.reshape(5, 5, 3, 2)
print("dense            ", run(w_dense, layers.Flatten(), layers.Dense(2)))
print("mapping of then  ", run(then, layers.Conv2D(2, (5, 5))))
print("mapping for today", run(today, layers.Conv2D(2, (5, 5))))
