"""To scan, pool windows of the map's size with stride 1."""

import keras
import numpy as np
from keras import layers

HEADS = {
    layers.GlobalAveragePooling2D: layers.AveragePooling2D,
    layers.GlobalMaxPooling2D: layers.MaxPooling2D,
}
keras.utils.set_random_seed(0)
image = np.random.default_rng(0).normal(size=(1, 8, 10, 1)).astype("float32")

for global_pooling, pooling in HEADS.items():
    classic = keras.Sequential(
        [
            keras.Input((6, 7, 1)),
            layers.Conv2D(4, 3, activation="relu"),
            global_pooling(),
            layers.Dense(2),
        ]
    )
    map_size = classic.layers[0].output.shape[1:3]
    converted = keras.Sequential(
        [
            keras.Input((None, None, 1)),
            layers.Conv2D(4, 3, activation="relu"),
            pooling(map_size, strides=1),
            layers.Conv2D(2, 1),
        ]
    )
    *of_trunk, w, b = classic.get_weights()
    converted.set_weights([*of_trunk, w.reshape(1, 1, 4, 2), b])

    cells = converted.predict(image, verbose=0)[0]
    places = np.ndindex(cells.shape[:2])
    crops = np.array([image[0, i : i + 6, j : j + 7] for i, j in places])
    expected = classic.predict(crops, verbose=0).reshape(cells.shape)
    print(global_pooling.__name__, "window", map_size, "cells", cells.shape)
    print("  equal to every crop:", np.allclose(cells, expected, atol=1e-5))
