"""All three kernels have the same shape, so a wrong one raises nothing."""

import numpy as np

H, W, C, OUT = 2, 3, 4, 2
rng = np.random.default_rng(0)
feature_map = rng.integers(-9, 10, (H, W, C))
W_dense = rng.integers(-9, 10, (H * W * C, OUT))
print("dense:", feature_map.reshape(-1) @ W_dense)  # flattened H,W,C

for order, kernel in {
    "H,W,C": W_dense.reshape(H, W, C, OUT),
    "C,H,W": W_dense.T.reshape(OUT, C, H, W).transpose(2, 3, 1, 0),
    "W,C,H": W_dense.reshape(W, C, H, OUT).transpose(2, 0, 1, 3),
}.items():
    print(order, kernel.shape, np.einsum("hwc,hwco->o", feature_map, kernel))
