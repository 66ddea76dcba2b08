"""The notebook's network on 8 x 10 pixels, cell by cell beside its crops."""

import keras
import numpy as np
from keras import layers

dense_kernel = np.arange(150).reshape(75, 2)
conv_kernel = np.arange(1, 10).reshape(3, 1, 1, 3).transpose(2, 3, 1, 0)
conv_bias, dense_bias = np.array([0.1, 0.2, 0.3]), np.array([0.1, 0.1])

keras.config.set_image_data_format("channels_first")
classic = keras.Sequential([keras.Input((1, 5, 7))])
classic.add(layers.Conv2D(3, (1, 3)))
classic.add(layers.Reshape((75,)))
classic.add(layers.Dense(2))
classic.set_weights([conv_kernel, conv_bias, dense_kernel, dense_bias])

converted = keras.Sequential([keras.Input((1, None, None))])
converted.add(layers.Conv2D(3, (1, 3)))
converted.add(layers.Conv2D(2, (5, 5)))
kernel = dense_kernel.T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0)
converted.set_weights([conv_kernel, conv_bias, kernel, dense_bias])

image = np.zeros((1, 1, 8, 10))
image[0, 0, 1, 2] = 1  # the notebook's pixel
image[0, 0, 6, 8] = 1  # and one that its 5 x 7 image had no room for
crops = np.lib.stride_tricks.sliding_window_view(image[0, 0], (5, 7))
for network in (classic, converted):
    network.compile(jit_compile=True)  # some CPUs need it for channels_first
answers = classic.predict(crops.reshape(16, 1, 5, 7), verbose=0)
output_map = converted.predict(image, verbose=0)[0]
print("rows columns  crop             cell")
for number, answer in enumerate(answers):
    r, c = divmod(number, 4)
    cell = output_map[:, r, c]
    print(f"{r}-{r + 4}  {c}-{c + 6}      {answer.round(1)}  {cell.round(1)}")
as_map = answers.reshape(4, 4, 2).transpose(2, 0, 1)
print("all equal:", np.allclose(as_map, output_map))
