"""A map laid over its image: middles of windows, or stretched to its size."""

import keras
import matplotlib.pyplot as plt
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

image = np.zeros((40, 60))
for row, column in (2, 4), (26, 46):
    image[row : row + 12, column : column + 12] = np.kron(
        cross > 0, np.ones((2, 2))
    )
scores = converted.predict(image[None, ..., None], verbose=0)[0, :, :, 0]
size, stride, offset = (axes[0] for axes in receptive_field(detector)[:3])
start = offset + (size - stride) / 2 - 0.5  # where cell 0 begins to be nearest
rows, columns = scores.shape
right = (start, start + stride * columns, start + stride * rows, start)
wrong = (-0.5, 59.5, 39.5, -0.5)

figure, axes = plt.subplots(2, 1, figsize=(3.6, 5.6), layout="constrained")
figure.get_layout_engine().set(hspace=0.08)
titles = "right: middles of windows", "wrong: stretched over the image"
for ax, extent, title in zip(axes, (right, wrong), titles, strict=True):
    ax.imshow(image, "gray", interpolation="none")
    heat = np.full((rows, columns, 4), [1, 0.5, 0, 0])
    heat[:, :, 3] = (scores > 8) * 0.8
    ax.imshow(heat, extent=extent, interpolation="none")
    ax.set(xlim=(-0.5, 59.5), ylim=(39.5, -0.5), xticks=[], yticks=[])
    ax.set_title(title)
    ax.spines[:].set_visible(False)
