"""Two flatten orders, a formula each: every other pairing is wrong."""

import numpy as np

C, H, W, out = 3, 4, 5, 2
rng = np.random.default_rng(0)
feature_map = rng.integers(0, 9, (C, H, W))
W_dense = rng.integers(-9, 9, (C * H * W, out))

orders = {
    "channels, rows, columns": feature_map.reshape(-1),
    "rows, columns, channels": feature_map.transpose(1, 2, 0).reshape(-1),
}
turned = W_dense.T.reshape(out, C, H, W).transpose(2, 3, 1, 0)
straight = W_dense.reshape(H, W, C, out)
kernels = {"W_dense.T.reshape(...).transpose(...)": turned}
kernels["W_dense.reshape(H, W, C, out)"] = straight

for order, vector in orders.items():
    print("Flatten reads", order)
    for formula, kernel in kernels.items():
        convolution = np.einsum("chw,hwco->o", feature_map, kernel)
        equal = np.array_equal(vector @ W_dense, convolution)
        print("   ", "equal    " if equal else "DIFFERENT", formula)
