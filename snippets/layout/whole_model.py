"""A whole channels_first network in channels_last, weights included."""

import keras
import numpy as np
from keras import layers

first = {"data_format": "channels_first"}
image = keras.Input((3, 9, 10))
conv = layers.Conv2D(4, 3, activation="relu", **first)(image)
padded = layers.Conv2D(4, 3, padding="same", **first)(conv)
normalised = layers.BatchNormalization(axis=1)(conv)
joined = layers.Concatenate(axis=1)([normalised, padded])
pooled = layers.MaxPooling2D(2, **first)(joined)
flat = layers.Flatten(data_format="channels_last", name="flat")(pooled)
old = keras.Model(image, layers.Dense(5, name="dense")(flat))
rng = np.random.default_rng(0)
old.set_weights([rng.uniform(0, 0.2, w.shape) for w in old.get_weights()])


def in_channels_last(layer):
    config = layer.get_config()
    if "data_format" in config:
        config["data_format"] = "channels_last"
    if config.get("axis") == 1:
        config["axis"] = -1
    return type(layer).from_config(config)


new = keras.models.clone_model(
    old, keras.Input((9, 10, 3)), clone_function=in_channels_last
)
new.set_weights(old.get_weights())
_, C, H, W = pooled.shape  # this Flatten kept C,H,W: reorder the Dense's rows
W_dense, bias = old.get_layer("dense").get_weights()
rows = W_dense.reshape(C, H, W, -1).transpose(1, 2, 0, 3)
new.get_layer("dense").set_weights([rows.reshape(W_dense.shape), bias])

x = rng.normal(size=(4, 3, 9, 10))
old.compile(jit_compile=True)  # channels_first on any CPU
before = old.predict(x, verbose=0)
after = new.predict(x.transpose(0, 2, 3, 1), verbose=0)
print("map (C, H, W):", (C, H, W), "outputs:", before.shape, after.shape)
print("equal:", np.allclose(before, after, atol=1e-4))
