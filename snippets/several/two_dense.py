"""Two Dense layers: the first takes the map's size, the next are 1x1."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
dense = keras.Sequential(
    [
        keras.Input((8, 11, 1)),
        layers.Conv2D(3, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(6, activation="relu"),
        layers.Dense(4),
    ]
)
height, width, channels = dense.layers[1].output.shape[1:]
conv = keras.Sequential(
    [
        keras.Input((None, None, 1)),
        layers.Conv2D(3, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(6, (height, width), activation="relu"),
        layers.Conv2D(4, 1),
    ]
)
k, b, w1, b1, w2, b2 = dense.get_weights()
w1 = w1.reshape(height, width, channels, 6)
conv.set_weights([k, b, w1, b1, w2.reshape(1, 1, 6, 4), b2])

x = np.random.default_rng(0).normal(size=(3, 8, 11, 1))
a, c = dense.predict(x, verbose=0), conv.predict(x, verbose=0)
print("kernels", w1.shape, (1, 1, *w2.shape), "outputs", a.shape, c.shape)
print("equal:", np.allclose(a, c[:, 0, 0], atol=1e-5))
