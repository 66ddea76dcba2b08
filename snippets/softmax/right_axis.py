"""Softmax as a layer of its own, with the channel axis named."""

import keras
import numpy as np

keras.utils.set_random_seed(0)
rng = np.random.default_rng(0)
x = rng.normal(size=(1, 2, 2, 4))  # N,C,H,W
for data_format, axis in (("channels_first", 1), ("channels_last", -1)):
    net = keras.Sequential(
        [
            keras.Input((2, None, None) if axis == 1 else (None, None, 2)),
            keras.layers.Conv2D(3, 1, data_format=data_format),
            keras.layers.Softmax(axis=axis),
        ]
    )
    net.compile(jit_compile=True)
    image = x if axis == 1 else x.transpose(0, 2, 3, 1)
    y = net.predict(image, verbose=0)
    print(data_format, y.shape, "sums over classes:")
    print(y[0].sum(axis if axis == -1 else 0).round(3))
