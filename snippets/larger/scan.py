"""A converted network on a larger image: every cell is one crop's answer."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
classic = keras.Sequential(
    [
        keras.Input((5, 7, 1)),
        layers.Conv2D(3, (1, 3), activation="relu"),
        layers.Flatten(),
        layers.Dense(2),
    ]
)
converted = keras.Sequential(
    [
        keras.Input((None, None, 1)),  # any height, any width
        layers.Conv2D(3, (1, 3), activation="relu"),
        layers.Conv2D(2, (5, 5)),
    ]
)
*trunk, W_dense, bias = classic.get_weights()
converted.set_weights([*trunk, W_dense.reshape(5, 5, 3, 2), bias])

image = np.random.default_rng(0).random((8, 10, 1))
output_map = converted.predict(image[None], verbose=0)[0]
print("image", image.shape, "output map", output_map.shape)

for r, c in np.ndindex(4, 4):
    crop = image[r : r + 5, c : c + 7]
    answer = classic.predict(crop[None], verbose=0)[0]
    assert np.allclose(output_map[r, c], answer, atol=1e-6)
print("each of the 16 cells equals the classic network on its crop")
