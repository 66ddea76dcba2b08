"""A value for every pixel in Keras: strides of 1, dilation, same weights."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
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
*trunk, W_dense, bias = classic.get_weights()
every_pixel.set_weights([*trunk, W_dense.reshape(3, 3, 4, 2), bias])

image = np.random.default_rng(0).random((20, 24))
crops = np.lib.stride_tricks.sliding_window_view(image, (8, 8))
answers = classic.predict(crops.reshape(-1, 8, 8, 1), verbose=0)
inside = every_pixel.predict(image[None, :, :, None], verbose=0)[0]
print("image", image.shape, "crops", crops.shape[:2], "map", inside.shape)
print("equal:", np.allclose(inside, answers.reshape(13, 17, 2), atol=1e-5))

mirrored = np.pad(image, (3, 4), mode="reflect")  # 8 - 1 more a side
all_pixels = every_pixel.predict(mirrored[None, :, :, None], verbose=0)[0]
same = np.allclose(all_pixels[3:-4, 3:-4], inside, atol=1e-5)
print("with a mirrored border", all_pixels.shape)
print("inside as before:", same)
