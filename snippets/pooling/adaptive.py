"""Adaptive pooling takes any size, and its windows grow with the image."""

import keras
import numpy as np

pool = keras.layers.AdaptiveAveragePooling2D((2, 2))
large = np.arange(48.0).reshape(1, 6, 8, 1)
crop = large[:, :4, :4]

print("4x4 crop:\n", keras.ops.convert_to_numpy(pool(crop))[0, :, :, 0])
print("6x8 image:\n", keras.ops.convert_to_numpy(pool(large))[0, :, :, 0])
windows = keras.layers.AveragePooling2D(2, strides=1)(large)
print("2x2 windows, stride 1:", windows.shape[1:3])
