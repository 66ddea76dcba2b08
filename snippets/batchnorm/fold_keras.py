"""The same fold on a Keras network, moving averages and all."""

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
net = keras.Sequential(
    [
        keras.Input((2, 3, 4)),
        layers.Flatten(),
        layers.BatchNormalization(name="bn"),
        layers.Dropout(0.5),
        layers.Dense(2, name="dense"),
    ]
)
net.set_weights([rng.uniform(0.5, 2, w.shape) for w in net.get_weights()])

bn = net.get_layer("bn")
gamma, beta, mean, variance = bn.get_weights()
kernel, bias = net.get_layer("dense").get_weights()
scale = gamma / np.sqrt(variance + bn.epsilon)

conv = keras.Sequential(
    [keras.Input((None, None, 4)), layers.Conv2D(2, (2, 3))]
)
conv.set_weights(
    [
        (scale[:, None] * kernel).reshape(2, 3, 4, 2),
        bias + (beta - mean * scale) @ kernel,
    ]
)
x = rng.normal(size=(5, 2, 3, 4))
a, b = net.predict(x, verbose=0), conv.predict(x, verbose=0)
print("shapes", a.shape, b.shape)
print("equal:", np.allclose(a, b[:, 0, 0], atol=1e-4))
