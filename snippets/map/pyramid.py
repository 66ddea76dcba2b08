"""An object twice as large: found at half size, its place times the factor."""

import keras
import numpy as np

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

image = np.zeros((96, 128))
image[40:64, 72:96] = np.kron(cross > 0, np.ones((4, 4)))  # 24 pixels, not 12
print("the cross: rows 40 to 63, columns 72 to 95; the best score is 20")

for shrink in 1, 2, 4:
    parts = image.reshape(96 // shrink, shrink, 128 // shrink, shrink)
    small = parts.mean(axis=(1, 3))  # each pixel the mean of shrink × shrink
    scores = converted.predict(small[None, ..., None], verbose=0)[0, :, :, 0]
    cell = np.array(np.unravel_index(scores.argmax(), scores.shape))
    first = shrink * 2 * cell  # 2: the stride
    last = first + shrink * 12 - 1
    print(f"shrunk {shrink}: score {scores.max():4.1f}, ", end="")
    print(f"rows {first[0]} to {last[0]}, columns {first[1]} to {last[1]}")
