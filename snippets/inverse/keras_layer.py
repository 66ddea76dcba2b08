"""A convolution as large as its map, as Flatten and Dense."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
converted = keras.Sequential([keras.Input((2, 3, 4)), layers.Conv2D(5, (2, 3))])
kernel, bias = converted.get_weights()

classic = keras.Sequential(
    [keras.Input((2, 3, 4)), layers.Flatten(), layers.Dense(5)]
)
classic.set_weights([kernel.reshape(-1, 5), bias])

x = np.random.default_rng(0).normal(size=(6, 2, 3, 4))
before = converted.predict(x, verbose=0)
after = classic.predict(x, verbose=0)
print("shapes", before.shape, after.shape)
print("equal:", np.allclose(before[:, 0, 0], after, atol=1e-5))
