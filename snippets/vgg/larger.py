"""A padded network like VGG: on a larger image, no cell equals its crop."""

import keras
import numpy as np
from keras import layers

from fully_convolutional import to_fully_convolutional

keras.utils.set_random_seed(0)
model = keras.Sequential([keras.Input((32, 32, 3))])
for filters in (8, 16, 16):  # three of VGG's blocks, with fewer filters
    model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
    model.add(layers.MaxPooling2D(2))
for layer in (layers.Flatten(), layers.Dense(5)):
    model.add(layer)
converted = to_fully_convolutional(model)

image = np.random.default_rng(0).random((1, 64, 64, 3))
cells = converted.predict(image, verbose=0)[0]
places = list(np.ndindex(cells.shape[:2]))
crops = [image[0, 8 * i : 8 * i + 32, 8 * j : 8 * j + 32] for i, j in places]
alone = model.predict(np.array(crops), verbose=0).reshape(cells.shape)
gap = np.abs(cells - alone).max(-1)
print("cells:", cells.shape[:2], "equal to their crop:", (gap < 1e-5).sum())
print("largest gap, relative to the outputs' spread:", end=" ")
print(f"{gap.max() / alone.std():.1f}")
