"""Crops, cure: compare at the original size, or use no padding."""

import numpy as np
from scipy.signal import correlate2d

rng = np.random.default_rng(0)
k = rng.integers(-3, 4, (3, 3))
w = rng.integers(-3, 4, (4, 4))
large = rng.integers(-3, 4, (8, 8))

image = large[:4, :4]
padded = correlate2d(image, k, "same")
print("original size:", correlate2d(padded, w, "valid")[0], (padded * w).sum())

whole = correlate2d(correlate2d(large, k, "valid"), w, "valid")
crops = np.zeros_like(whole)
for i, j in np.ndindex(whole.shape):
    crop = large[i : i + 6, j : j + 6]  # 6x6 in, 4x4 map: no padding
    crops[i, j] = (correlate2d(crop, k, "valid") * w).sum()
print("no padding, equal in every cell:", np.array_equal(whole, crops))
