"""The scores of a whole image: the mean over the map is the mean over crops."""

import keras
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from fully_convolutional import to_fully_convolutional

keras.utils.set_random_seed(0)
layers = keras.layers
classic = keras.Sequential(
    [
        keras.Input((8, 8, 1)),
        layers.Conv2D(6, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(3, activation="softmax"),
    ]
)
image = np.random.default_rng(0).normal(0, 4, (20, 26))
converted = to_fully_convolutional(classic)
scores = converted.predict(image[None, ..., None], verbose=0)[0]

crops = sliding_window_view(image, (8, 8))[::2, ::2].reshape(-1, 8, 8, 1)
by_crops = classic.predict(crops, verbose=0)
print(f"map {scores.shape}, {len(crops)} crops")
print("mean over the map:  ", scores.mean(axis=(0, 1)).round(3))
print("mean over its crops:", by_crops.mean(axis=0).round(3))

mean_logits = np.log(scores).mean(axis=(0, 1))  # up to a constant
wrong = np.exp(mean_logits) / np.exp(mean_logits).sum()
print("softmax of the mean logits:", wrong.round(3))
