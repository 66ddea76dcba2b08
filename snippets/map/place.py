"""From a cell to its pixels: offset, stride and size, not a stretched map."""

import keras
import numpy as np

from fully_convolutional import receptive_field, to_fully_convolutional

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

image = np.zeros((60, 80))
image[14:26, 50:62] = np.kron(cross > 0, np.ones((2, 2)))
print("the middle of the cross:", [14 + 5.5, 50 + 5.5])

scores = converted.predict(image[None, ..., None], verbose=0)[0, :, :, 0]
cell = np.array(np.unravel_index(scores.argmax(), scores.shape))
size, stride, offset, *_ = receptive_field(detector)
print("map", scores.shape, "best cell", cell)
first = cell * stride + offset
print("middle of its window:", first + (np.array(size) - 1) / 2)
print("stride · cell alone:", cell * stride)
scale = np.array(image.shape) / scores.shape
print("map stretched over the image:", ((cell + 0.5) * scale - 0.5).round(1))
print("the same without the half pixels:", (cell * scale).round(1))
