"""A 1x1 convolution is the same Dense layer, applied in every cell."""

import numpy as np

rng = np.random.default_rng(0)
w, b = rng.integers(-9, 10, (4, 3)), rng.integers(-9, 10, 3)
hidden = rng.integers(-9, 10, (2, 3, 4))  # a 2x3 map of 4 features

conv = np.einsum("hwi,io->hwo", hidden, w) + b
for i, j in np.ndindex(2, 3):
    dense = hidden[i, j] @ w + b
    print((i, j), "dense", dense, "equal:", (conv[i, j] == dense).all())
