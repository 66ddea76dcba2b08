"""Flatten('channels_first') already gave H,W,C: copy the Dense as it is."""

import keras
import numpy as np

image_map = np.arange(12).reshape(1, 2, 2, 3)  # 2x2 map, 3 channels
in_first = image_map.transpose(0, 3, 1, 2)


def show(name, data_format, tensor):
    vector = keras.layers.Flatten(data_format=data_format)(tensor)
    print(name)
    print(" ", keras.ops.convert_to_numpy(vector)[0])


show("channels_last network", "channels_last", image_map)
for data_format in ("channels_first", "channels_last"):
    show(f"was Flatten({data_format!r})", data_format, in_first)
