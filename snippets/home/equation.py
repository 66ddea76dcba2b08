"""The equation, loop by loop: n is where Flatten puts row i, column j."""

import numpy as np

H, W, C, OUT = 2, 3, 4, 5
rng = np.random.default_rng(0)
x = rng.integers(-9, 10, (H, W, C))
W_dense = rng.integers(-9, 10, (H * W * C, OUT))
bias = rng.integers(-9, 10, OUT)
K = W_dense.reshape(H, W, C, OUT)

dense = bias + x.reshape(-1) @ W_dense
convolution = bias.copy()  # of a kernel as large as the map: one position
for i, j, c in np.ndindex(H, W, C):
    n = (i * W + j) * C + c
    assert (K[i, j, c] == W_dense[n]).all()
    convolution += x[i, j, c] * K[i, j, c]
print("Dense:      ", dense)
print("convolution:", convolution)
