"""Flatten('channels_first') already gave H,W,C: copy the Dense as it is."""

import keras
import numpy as np

image_map = np.arange(12).reshape(1, 2, 2, 3)  # 2x2 map, 3 channels
in_first = image_map.transpose(0, 3, 1, 2)

new = keras.layers.Flatten(data_format="channels_last")(image_map)
print("channels_last network    ", np.array(new)[0])
for data_format in ("channels_first", "channels_last"):
    old = keras.layers.Flatten(data_format=data_format)(in_first)
    print(f"was Flatten({data_format!r:16})", np.array(old)[0])
