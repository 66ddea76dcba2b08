"""A Dense that follows a Dense: its kernel becomes 1x1, unpermuted."""

import numpy as np

rng = np.random.default_rng(0)
features, out = 4, 3
w = rng.integers(-9, 10, (features, out))
vector = rng.integers(-9, 10, features)
kernel = w.reshape(1, 1, features, out)

cell = vector.reshape(1, 1, features)  # the same numbers as a 1x1 map
got = np.einsum("hwi,hwio->o", cell, kernel)
print("dense    ", vector @ w)
print("converted", got)
