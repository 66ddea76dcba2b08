"""Batch normalisation measures other statistics on crops than on the image."""

import keras
import numpy as np

ops = keras.ops
image = np.zeros((1, 8, 8, 1), dtype="float32")
image[:, 3:5, 3:5] = 1  # four bright pixels in the middle
crops = np.lib.stride_tricks.sliding_window_view(image[0, ..., 0], (4, 4))
crops = crops.reshape(25, 4, 4, 1)

normalize = keras.layers.BatchNormalization()
for name, x in (("image", image), ("25 crops", crops)):
    bright = ops.max(normalize(x, training=True))
    print(f"{name:8s} mean {x.mean():.3f}, bright pixel becomes {bright:.3f}")

for name, x in (("image", image), ("25 crops", crops)):
    bright = ops.max(normalize(x, training=False))
    print(f"{name:8s} at inference: becomes {bright:.3f}")
