"""Keras on TensorFlow may add a channels_first bias to the columns."""

import keras
import numpy as np

bias = np.array([10, 20, 30]).reshape(1, 3, 1, 1)  # one number per channel

for columns in (4, 3):
    feature_map = np.zeros((1, 3, 1, columns), int)
    found = np.asarray(keras.ops.add(feature_map, bias))
    print(columns, "columns: right is", (found == feature_map + bias).all())
    print(found[0, :, 0])
