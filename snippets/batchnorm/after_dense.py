"""BatchNormalization after Dense: its numbers go to the channels, unchanged."""

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
classic = keras.Sequential(
    [
        keras.Input((2, 3, 4)),
        layers.Flatten(),
        layers.Dense(5),
        layers.BatchNormalization(),
        layers.ReLU(),
    ]
)
weights = [rng.uniform(0.5, 2, w.shape) for w in classic.get_weights()]
classic.set_weights(weights)
converted = keras.Sequential(
    [
        keras.Input((None, None, 4)),
        layers.Conv2D(5, (2, 3)),
        layers.BatchNormalization(),  # axis=-1: the channels
        layers.ReLU(),
    ]
)
W_dense, *rest = weights
converted.set_weights([W_dense.reshape(2, 3, 4, 5), *rest])

x = rng.normal(size=(6, 2, 3, 4))
before = classic.predict(x, verbose=0)
after = converted.predict(x, verbose=0)
print("shapes", before.shape, after.shape)
print("equal:", np.allclose(before, after[:, 0, 0], atol=1e-4))
