"""All three kernels have the same shape, so a wrong one raises nothing."""

import numpy as np

H, W, C, OUT = 2, 3, 4, 2
rng = np.random.default_rng(0)
image_map = rng.integers(-9, 10, (H, W, C))
dense = rng.integers(-9, 10, (H * W * C, OUT))
print("dense:", image_map.reshape(-1) @ dense)  # flattened H,W,C

for order, kernel in {
    "H,W,C": dense.reshape(H, W, C, OUT),
    "C,H,W": dense.reshape(C, H, W, OUT).transpose(1, 2, 0, 3),
    "W,C,H": dense.reshape(W, C, H, OUT).transpose(2, 0, 1, 3),
}.items():
    print(order, kernel.shape, np.einsum("hwc,hwco->o", image_map, kernel))
