"""Equal on a hundred random images, with random weights."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
rng = np.random.default_rng(0)
images = rng.normal(size=(100, 5, 7, 1)).astype("float32")

inputs = keras.Input((5, 7, 1))  # channels_last
features = layers.Conv2D(3, (1, 3), activation="relu")(inputs)
dense = layers.Dense(2)
conv = layers.Conv2D(2, (5, 5))
classic = keras.Model(inputs, dense(layers.Flatten()(features)))
converted = keras.Model(inputs, conv(features))

W_dense, bias = dense.get_weights()
conv.set_weights([W_dense.reshape(5, 5, 3, 2), bias])

before = classic.predict(images, verbose=0)
after = converted.predict(images, verbose=0)
print("shapes:", before.shape, after.shape)
print("spread of the outputs:", f"{before.std():.1f}")
print("equal:", np.allclose(before, after[:, 0, 0], atol=1e-5))
