"""Dropout of half the pixels: draws differ, the mean of all is equal."""

from itertools import product

import numpy as np

signal, kernel, target = np.array([3, 1, 4, 1, 5]), np.array([1, 2, 1]), 20
cells = len(signal) - len(kernel) + 1
masks = [2 * np.array(m) for m in product((0, 1), repeat=5)]  # 0, or twice


def gradient(crop):
    return 2 * (crop @ kernel - target) * crop  # of (crop · kernel - target)²


def of_crops(draws):  # each crop has a mask of its own
    return sum(
        gradient(signal[i : i + 3] * draws[i][i : i + 3]) for i in range(cells)
    )


def of_image(mask):  # one mask for all, which crops share where they overlap
    return of_crops([mask] * cells)


print("one draw, crops:", of_crops([masks[7], masks[14], masks[28]]))
print("one draw, image:", of_image(masks[7]))
three = list(product(masks, repeat=cells))
mean = np.mean([of_crops(d) for d in three], 0)
print("mean of", len(three), "draws, crops:", mean)
mean = np.mean([of_image(m) for m in masks], 0)
print("mean of", len(masks), "draws, image:", mean)
