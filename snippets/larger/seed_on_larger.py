"""The notebook's network, converted, sweeps an image larger than 5 x 7."""

import keras
import numpy as np

dense_kernel = np.arange(150).reshape(75, 2)
model = keras.Sequential(
    [
        keras.Input((1, None, None)),  # one channel, any height, any width
        keras.layers.Conv2D(3, (1, 3), data_format="channels_first"),
        keras.layers.Conv2D(2, (5, 5), data_format="channels_first"),
    ]
)
model.set_weights(
    [
        np.arange(1, 10).reshape(3, 1, 1, 3).transpose(2, 3, 1, 0),
        np.array([0.1, 0.2, 0.3]),
        dense_kernel.T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0),
        np.array([0.1, 0.1]),
    ]
)
model.compile(jit_compile=True)

image = np.zeros((1, 1, 8, 10))
image[0, 0, 1, 2] = 1  # the notebook's pixel
image[0, 0, 6, 8] = 1  # and one that the notebook's 5 x 7 image had no room for
maps = model.predict(image, verbose=0)
print("5 x 7 image ->", model.predict(image[..., :5, :7], verbose=0).shape)
print("8 x 10 image ->", maps.shape)
print(maps[0].round(1))
