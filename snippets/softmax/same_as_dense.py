"""One softmax vector per cell: each equals the dense softmax of its window."""

import numpy as np


def softmax(z, axis):
    e = np.exp(z - z.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


rng = np.random.default_rng(0)
w, b = rng.normal(size=(2 * 2 * 2, 3)), rng.normal(size=3)  # H,W,C rows
feature_map = rng.normal(size=(3, 4, 2))  # larger than the 2x2 it was made for

kernel = w.reshape(2, 2, 2, 3)
windows = np.lib.stride_tricks.sliding_window_view(feature_map, (2, 2), (0, 1))
logits = np.einsum("ijchw,hwco->ijo", windows, kernel) + b  # a convolution
per_cell = softmax(logits, axis=-1)
per_row = softmax(logits, axis=1)

dense = np.empty_like(logits)  # Flatten, Dense, softmax, window by window
for i, j in np.ndindex(2, 3):
    vector = feature_map[i : i + 2, j : j + 2].reshape(-1)
    dense[i, j] = softmax(vector @ w + b, axis=-1)
print("dense       ", dense[1, 2].round(3))
for name, y in (("channel axis", per_cell), ("width axis", per_row)):
    print(f"{name:12}", y[1, 2].round(3), "equal:", np.allclose(y, dense))
