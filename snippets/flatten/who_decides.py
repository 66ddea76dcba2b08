"""Flatten follows the global setting, not the layer before it."""

import keras
from keras import layers

for setting in ("channels_last", "channels_first"):
    keras.config.set_image_data_format(setting)
    inputs = keras.Input((1, 5, 7))
    conv = layers.Conv2D(3, (1, 3), data_format="channels_first")
    model = keras.Sequential([inputs, conv, layers.Flatten()])
    print("setting:", setting)
    print("  Conv2D: ", model.layers[0].data_format)
    print("  Flatten:", model.layers[1].data_format)
