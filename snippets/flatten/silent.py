"""Keras' default: both formulas load without an error, and one is right."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
features = keras.Input((4, 5, 3))  # H, W, C: channels_last
classic = keras.Model(features, layers.Dense(2)(layers.Flatten()(features)))
conv = layers.Conv2D(2, (4, 5))
converted = keras.Model(features, conv(features))

W_dense, bias = classic.get_weights()
formulas = {
    "W_dense.reshape(H, W, C, out)": W_dense.reshape(4, 5, 3, 2),
    "W_dense.T.reshape(out, C, H, W)...": W_dense.T.reshape(
        2, 3, 4, 5
    ).transpose(2, 3, 1, 0),
}
maps = np.random.default_rng(0).normal(size=(100, 4, 5, 3))
wanted = classic.predict(maps, verbose=0)
for formula, kernel in formulas.items():
    conv.set_weights([kernel, bias])  # raises nothing, either way
    output = converted.predict(maps, verbose=0)[:, 0, 0]
    equal = np.isclose(output, wanted, atol=1e-4).all(axis=1).sum()
    print(f"equal on {equal} of {len(maps)} maps, shape {kernel.shape}")
    print(" ", formula)
