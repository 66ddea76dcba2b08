"""Throw away the cells near the border: the rest agrees with the image."""

import numpy as np

rng = np.random.default_rng(0)
image = rng.integers(0, 10, 40)
head = rng.integers(-3, 4, 8)  # Dense(1) on the map of an 8-pixel crop


def trunk(x):  # two padded convolutions: the border reaches 2 cells
    for kernel in ([1, 2, 1], [-1, 1, 3]):
        x = np.convolve(x, kernel, mode="same")
    return x


def scan(feature_map):
    return np.correlate(feature_map, head, mode="valid")


whole_image = scan(trunk(image))[10:18]  # the cells from pixel 10 on
crops = [(trunk(image[p : p + 8]) @ head) for p in range(10, 18)]
tile = trunk(image[10 - 2 : 25 + 2])  # 2 more pixels on each side ...
without_border = scan(tile[2:-2])  # ... and their cells thrown away
print("scan ", whole_image)
print("tile ", without_border)
print("crops", np.array(crops))
