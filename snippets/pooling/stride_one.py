"""To scan, pool windows of the map's size with stride 1: exact everywhere."""

import keras
import numpy as np
from keras import layers

HEADS = {
    layers.GlobalAveragePooling2D: layers.AveragePooling2D,
    layers.GlobalMaxPooling2D: layers.MaxPooling2D,
}
keras.utils.set_random_seed(0)
trunk = layers.Conv2D(4, 3, activation="relu")
last = layers.Conv2D(2, 1)  # the Dense after the pooling, as 1x1
image = np.random.default_rng(0).normal(size=(1, 8, 10, 1)).astype("float32")

for global_pooling, pooling in HEADS.items():
    # trained on 6x7 images, so the map it pools is 4x5
    net = keras.Sequential([keras.Input((6, 7, 1)), trunk, global_pooling()])
    net.add(layers.Dense(2))
    scan = keras.Sequential(
        [keras.Input((None, None, 1)), trunk, pooling((4, 5), strides=1), last]
    )
    w, b = net.layers[-1].get_weights()
    last.set_weights([w.reshape(1, 1, 4, 2), b])
    cells = scan.predict(image, verbose=0)[0]
    crops = [image[0, i : i + 6, j : j + 7] for i, j in np.ndindex(3, 4)]
    expected = net.predict(np.array(crops), verbose=0).reshape(3, 4, 2)
    print(global_pooling.__name__, "cells", cells.shape)
    print("  equal to every crop:", np.allclose(cells, expected, atol=1e-5))
