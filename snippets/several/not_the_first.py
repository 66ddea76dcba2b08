"""A 1x1 convolution cannot replace the first Dense: it mixes no positions."""

import numpy as np

rng = np.random.default_rng(0)
feature_map = rng.integers(-9, 10, (2, 3, 4))
swapped = feature_map[:, ::-1].copy()  # the columns in reverse
first = rng.integers(-9, 10, (2 * 3 * 4, 5))
one_by_one = rng.integers(-9, 10, (4, 5))

print("numbers in the first Dense:", first.size, "in a 1x1:", one_by_one.size)
a, b = feature_map.reshape(-1) @ first, swapped.reshape(-1) @ first
print(
    "columns reversed: Dense changes", (a != b).sum(), "of", a.size, "outputs"
)
a, b = (
    (feature_map @ one_by_one).sum((0, 1)),
    (swapped @ one_by_one).sum((0, 1)),
)
print("a 1x1, summed over cells, changes", (a != b).sum(), "of", a.size)
