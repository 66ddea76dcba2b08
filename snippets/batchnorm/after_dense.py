"""Batch normalisation after a Dense: its numbers go to the channels."""

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
dense = keras.Sequential(
    [
        keras.Input((2, 3, 4)),
        layers.Flatten(),
        layers.Dense(5),
        layers.BatchNormalization(),
        layers.ReLU(),
    ]
)
dense.set_weights([rng.uniform(0.5, 2, w.shape) for w in dense.get_weights()])
conv = keras.Sequential(
    [
        keras.Input((None, None, 4)),
        layers.Conv2D(5, (2, 3)),
        layers.BatchNormalization(),  # axis=-1: the channels
        layers.ReLU(),
    ]
)
kernel, *rest = dense.get_weights()
conv.set_weights([kernel.reshape(2, 3, 4, 5), *rest])

x = rng.normal(size=(6, 2, 3, 4))
a, b = dense.predict(x, verbose=0), conv.predict(x, verbose=0)
print("equal:", np.allclose(a, b[:, 0, 0], atol=1e-4))
