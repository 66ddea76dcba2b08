"""A convolution as large as its map, as Flatten and Dense."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
conv = keras.Sequential([keras.Input((2, 3, 4)), layers.Conv2D(5, (2, 3))])
kernel, bias = conv.get_weights()

dense = keras.Sequential(
    [keras.Input((2, 3, 4)), layers.Flatten(), layers.Dense(5)]
)
dense.set_weights([kernel.reshape(-1, 5), bias])

x = np.random.default_rng(0).normal(size=(6, 2, 3, 4))
a, b = conv.predict(x, verbose=0), dense.predict(x, verbose=0)
print("shapes", a.shape, b.shape)
print("equal:", np.allclose(a[:, 0, 0], b, atol=1e-5))
