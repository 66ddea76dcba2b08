"""One place for each object: local maxima above a threshold."""

import keras
import numpy as np
from scipy.ndimage import maximum_filter

from fully_convolutional import to_fully_convolutional

cross = np.full((6, 6), -1.0)
cross[2:4] = cross[:, 2:4] = 1
detector = keras.Sequential(
    [
        keras.Input((12, 12, 1)),
        keras.layers.AveragePooling2D(2),
        keras.layers.Flatten(),
        keras.layers.Dense(1),  # how much does it look like a cross?
    ]
)
detector.set_weights([cross.reshape(36, 1), np.zeros(1)])
converted = to_fully_convolutional(detector)

image = np.random.default_rng(0).normal(0, 0.05, (60, 80))
for row, column in (6, 8), (14, 50), (40, 30):
    image[row : row + 12, column : column + 12] += np.kron(
        cross > 0, np.ones((2, 2))
    )
scores = converted.predict(image[None, ..., None], verbose=0)[0, :, :, 0]


def first_pixels(mask):
    return (2 * np.argwhere(mask)).tolist()  # the stride is 2, the offset 0


print("the largest score:", first_pixels(scores == scores.max()))
above = scores > 8
print(f"a threshold: {above.sum()} cells, among them", first_pixels(above)[:4])
peaks = above & (scores == maximum_filter(scores, size=5))
print("local maxima above it:", first_pixels(peaks))
