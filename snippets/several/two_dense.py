"""Two Dense layers: the first takes the map's size, the next is 1x1."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
classic = keras.Sequential(
    [
        keras.Input((8, 11, 1)),
        layers.Conv2D(3, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(6, activation="relu"),
        layers.Dense(4),
    ]
)
height, width, channels = classic.layers[1].output.shape[1:]
converted = keras.Sequential(
    [
        keras.Input((None, None, 1)),
        layers.Conv2D(3, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(6, (height, width), activation="relu"),
        layers.Conv2D(4, 1),
    ]
)
k, b, w1, b1, w2, b2 = classic.get_weights()
w1 = w1.reshape(height, width, channels, 6)
w2 = w2.reshape(1, 1, 6, 4)
converted.set_weights([k, b, w1, b1, w2, b2])

x = np.random.default_rng(0).normal(size=(3, 8, 11, 1))
before = classic.predict(x, verbose=0)
after = converted.predict(x, verbose=0)
print("kernels", w1.shape, w2.shape)
print("outputs", before.shape, after.shape)
print("equal:", np.allclose(before, after[:, 0, 0], atol=1e-5))
