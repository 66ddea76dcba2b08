"""Every cell of the sweep is the dense network's answer on one crop."""

import keras
import numpy as np

layers, first = keras.layers, {"data_format": "channels_first"}
dense_kernel = np.arange(150).reshape(75, 2)
conv_kernel = np.arange(1, 10).reshape(3, 1, 1, 3).transpose(2, 3, 1, 0)
biases = [np.array([0.1, 0.2, 0.3]), np.array([0.1, 0.1])]

classic = keras.Sequential([keras.Input((1, 5, 7))])
classic.add(layers.Conv2D(3, (1, 3), **first))
classic.add(layers.Reshape((75,)))
classic.add(layers.Dense(2))
classic.set_weights([conv_kernel, biases[0], dense_kernel, biases[1]])

sweep = keras.Sequential([keras.Input((1, None, None))])
sweep.add(layers.Conv2D(3, (1, 3), **first))
sweep.add(layers.Conv2D(2, (5, 5), **first))
as_kernel = dense_kernel.T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0)
sweep.set_weights([conv_kernel, biases[0], as_kernel, biases[1]])

image = np.zeros((1, 1, 8, 10))
image[0, 0, 1, 2] = image[0, 0, 6, 8] = 1
crops = np.lib.stride_tricks.sliding_window_view(image[0, 0], (5, 7))
classic.compile(jit_compile=True)
sweep.compile(jit_compile=True)
one_by_one = classic.predict(crops.reshape(16, 1, 5, 7), verbose=0)
maps = sweep.predict(image, verbose=0)[0]
for cell, answer in enumerate(one_by_one):
    r, c = divmod(cell, 4)
    where = f"rows {r}-{r + 4} columns {c}-{c + 6}"
    print(f"{where}: crop {answer.round(1)}  cell {maps[:, r, c].round(1)}")
print(
    "all equal:",
    np.allclose(one_by_one.reshape(4, 4, 2).transpose(2, 0, 1), maps),
)
