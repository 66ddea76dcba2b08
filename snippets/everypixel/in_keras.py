"""The same in Keras: strides of 1, dilated convolutions, the same weights."""

import keras
import numpy as np

keras.utils.set_random_seed(0)
layers = keras.layers
classic = keras.Sequential(
    [
        keras.Input((8, 8, 1)),
        layers.Conv2D(4, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(2),
    ]
)
every_pixel = keras.Sequential(
    [
        keras.Input((None, None, 1)),
        layers.Conv2D(4, 3, activation="relu"),
        layers.MaxPooling2D(2, strides=1),
        layers.Conv2D(2, 3, dilation_rate=2),
    ]
)
*trunk, kernel, bias = classic.get_weights()
every_pixel.set_weights([*trunk, kernel.reshape(3, 3, 4, 2), bias])

image = np.random.default_rng(0).random((20, 24))
crops = np.lib.stride_tricks.sliding_window_view(image, (8, 8))
scan = classic.predict(crops.reshape(-1, 8, 8, 1), verbose=0)
maps = every_pixel.predict(image[None, :, :, None], verbose=0)
print("crops", crops.shape[:2], "answer", maps.shape)
print("equal:", np.allclose(maps[0], scan.reshape(13, 17, 2), atol=1e-5))
