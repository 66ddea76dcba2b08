"""A layer saved without data_format takes today's global setting."""

import keras
import numpy as np

old_file = {"name": "flat"}  # Keras 2.1.5 and older wrote no data_format
new_file = {"name": "flat", "data_format": "channels_last"}
x = np.arange(12).reshape(1, 2, 2, 3)  # C, H, W = 2, 2, 3

for setting in ("channels_last", "channels_first"):
    keras.config.set_image_data_format(setting)
    print("image_data_format:", setting)
    for label, config in (("old", old_file), ("new", new_file)):
        layer = keras.layers.Flatten.from_config(config)
        print(" ", label, "file:", keras.ops.convert_to_numpy(layer(x))[0])
