"""Two heads on one trunk, each with Dense layers of its own."""

import keras
import numpy as np
from keras import layers

from fully_convolutional import to_fully_convolutional

keras.utils.set_random_seed(0)
image = keras.Input((8, 9, 1))
trunk = layers.MaxPooling2D(2)(layers.Conv2D(4, 3)(image))
flat = layers.Flatten()(trunk)
hidden = layers.Dense(6, activation="relu")(flat)
digit = layers.Dense(10, activation="softmax", name="digit")(hidden)
slant = layers.Dense(1, name="slant")(flat)
classic = keras.Model(image, {"digit": digit, "slant": slant})
converted = to_fully_convolutional(classic)

x = np.random.default_rng(0).normal(size=(2, 8, 9, 1))
before = classic.predict(x, verbose=0)
after = converted.predict(x, verbose=0)
for name in before:
    same = np.allclose(before[name], after[name][:, 0, 0], atol=1e-5)
    print(name, before[name].shape, after[name].shape, "equal:", same)

large = np.zeros((1, 12, 15, 1))
for name, y in converted.predict(large, verbose=0).items():
    print(name, "on 12x15:", y.shape)
