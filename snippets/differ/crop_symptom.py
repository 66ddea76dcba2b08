"""Crops, symptom: equal at the original size, different on a larger image."""

import numpy as np
from scipy.signal import correlate2d

rng = np.random.default_rng(0)
k = rng.integers(-3, 4, (3, 3))  # a padded convolution in the trunk
w = rng.integers(-3, 4, (4, 4))  # the Dense on its 4x4 map
large = rng.integers(-3, 4, (6, 6))

whole = correlate2d(correlate2d(large, k, "same"), w, "valid")
crops = np.zeros_like(whole)
for i, j in np.ndindex(whole.shape):
    crop = large[i : i + 4, j : j + 4]
    crops[i, j] = (correlate2d(crop, k, "same") * w).sum()
print("one pass over the image:\n", whole)
print("network on each crop:\n", crops)
