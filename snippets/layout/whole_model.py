"""A whole channels_first network in channels_last, weights included."""

import keras
import numpy as np
from keras import layers

first = {"data_format": "channels_first"}
image = keras.Input((3, 9, 10))
a = layers.Conv2D(4, 3, activation="relu", **first)(image)
b = layers.Conv2D(4, 3, padding="same", **first)(a)
both = layers.Concatenate(axis=1)([layers.BatchNormalization(axis=1)(a), b])
pooled = layers.MaxPooling2D(2, **first)(both)
flat = layers.Flatten(data_format="channels_last", name="flat")(pooled)
net = keras.Model(image, layers.Dense(5, name="dense")(flat))
rng = np.random.default_rng(0)
net.set_weights([rng.uniform(0, 0.2, w.shape) for w in net.get_weights()])


def in_channels_last(layer):
    config = layer.get_config()
    if "data_format" in config:
        config["data_format"] = "channels_last"
    if config.get("axis") == 1:
        config["axis"] = -1
    return type(layer).from_config(config)


last = keras.models.clone_model(
    net, keras.Input((9, 10, 3)), clone_function=in_channels_last
)
last.set_weights(net.get_weights())
_, c, h, w = pooled.shape  # this Flatten kept C,H,W: reorder the Dense's rows
kernel, bias = net.get_layer("dense").get_weights()
rows = kernel.reshape(c, h, w, -1).transpose(1, 2, 0, 3)
last.get_layer("dense").set_weights([rows.reshape(kernel.shape), bias])

x = rng.normal(size=(4, 3, 9, 10))
net.compile(jit_compile=True)
old = net.predict(x, verbose=0)
new = last.predict(x.transpose(0, 2, 3, 1), verbose=0)
print("map (C, H, W):", (c, h, w), "outputs:", old.shape, new.shape)
print("equal:", np.allclose(old, new, atol=1e-4))
