"""One softmax vector per cell: each equals the dense softmax of its window."""

import numpy as np


def softmax(z, axis):
    e = np.exp(z - z.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


rng = np.random.default_rng(0)
w, b = rng.normal(size=(2 * 2 * 2, 3)), rng.normal(size=3)  # H,W,C rows
feature_map = rng.normal(size=(3, 4, 2))  # larger than the 2x2 it was made for

logits = np.empty((2, 3, 3))
for i, j in np.ndindex(2, 3):
    logits[i, j] = feature_map[i : i + 2, j : j + 2].reshape(-1) @ w + b
per_cell = softmax(logits, axis=-1)
per_row = softmax(logits, axis=1)

window = feature_map[1:3, 2:4].reshape(-1) @ w + b
print("dense on that window", softmax(window, -1).round(3))
print("cell, channel axis  ", per_cell[1, 2].round(3))
print("cell, width axis    ", per_row[1, 2].round(3))
