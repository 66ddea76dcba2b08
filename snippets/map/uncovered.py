"""How many cells see each pixel: few at the border, none at the far end."""

import keras
import numpy as np

from fully_convolutional import receptive_field, to_fully_convolutional

layers = keras.layers
classic = keras.Sequential(
    [
        keras.Input((12, 12, 1)),
        layers.Conv2D(4, 3),
        layers.MaxPooling2D(2),
        layers.Conv2D(8, 2),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(1),
    ]
)
converted = to_fully_convolutional(classic)
size, stride, offset = (axes[0] for axes in receptive_field(classic)[:3])
print(f"size {size}, stride {stride}, offset {offset}")

for image, pad in (30, 0), (32, 0), (30, 1):
    side = image + 2 * pad

    cells = converted.compute_output_shape((1, side, side, 1))[1]
    seen = np.zeros(side, int)
    for cell in range(cells):
        seen[cell * stride + offset :][:size] += 1
        none = (seen[pad : pad + image] == 0).sum()
    print(f"{image} pixels, padded by {pad}: {cells} cells, in none {none}:")
    print(*seen[pad : pad + image], sep="")
