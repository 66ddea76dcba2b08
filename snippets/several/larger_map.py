"""On a larger map every cell is the whole head on its own window."""

import numpy as np

rng = np.random.default_rng(0)
w1, w2 = rng.integers(-3, 4, (2 * 3 * 4, 5)), rng.integers(-3, 4, (5, 2))


def head(window):  # Flatten, Dense, ReLU, Dense
    return np.maximum(window.reshape(-1) @ w1, 0) @ w2


large = rng.integers(-3, 4, (4, 6, 4))
kernel = w1.reshape(2, 3, 4, 5)
hidden = np.zeros((3, 4, 5), int)
for i, j in np.ndindex(2, 3):  # convolution by its kernel's positions
    hidden += large[i : i + 3, j : j + 4] @ kernel[i, j]  # for 3x4 cells
scores = np.maximum(hidden, 0) @ w2

print("cells:", scores.shape[:2])
for i, j in np.ndindex(3, 4):
    window = large[i : i + 2, j : j + 3]
    print((i, j), scores[i, j], "equal:", (scores[i, j] == head(window)).all())
