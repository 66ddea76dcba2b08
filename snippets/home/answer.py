"""Keras' default: the Dense layer after Flatten, as a convolution."""

import keras
import numpy as np

keras.utils.set_random_seed(0)
conv1 = keras.layers.Conv2D(3, 3, activation="relu")
dense = keras.layers.Dense(2)
flatten = keras.layers.Flatten()
classic = keras.Sequential([keras.Input((7, 9, 1)), conv1, flatten, dense])

_, H, W, C = conv1.output.shape  # the map that Flatten reads
W_dense, bias = dense.get_weights()

conv2 = keras.layers.Conv2D(2, (H, W))  # as large as the map
converted = keras.Sequential([keras.Input((None, None, 1)), conv1, conv2])
conv2.set_weights([W_dense.reshape(H, W, C, 2), bias])

images = np.random.default_rng(0).random((4, 7, 9, 1))
expected = classic.predict(images, verbose=0)
found = converted.predict(images, verbose=0)
print("map:", (H, W, C), "kernel:", conv2.kernel.shape)
print("Dense:", expected.shape, "convolution:", found.shape)
print("equal:", np.allclose(expected, found[:, 0, 0], atol=1e-6))

larger = converted.predict(np.ones((1, 10, 12, 1)), verbose=0)
print("a larger image, 10 x 12:", larger.shape)
