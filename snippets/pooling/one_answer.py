"""A pooling network accepts a larger image, but gives one answer for it all."""

import numpy as np

rng = np.random.default_rng(0)
w = rng.normal(size=(5, 2))
feature_map = rng.normal(size=(4, 6, 5))  # larger than the 2x3 of training

print("global pooling:", (feature_map.mean((0, 1)) @ w).round(3))
for i, j in [(0, 0), (0, 3), (2, 0), (2, 3)]:
    window = feature_map[i : i + 2, j : j + 3]
    print("window", (i, j), (window.mean((0, 1)) @ w).round(3))
