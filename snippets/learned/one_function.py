"""All of the lessons in one function, checked on maps of many shapes."""

import numpy as np


def dense_to_conv(W_dense, H, W, C, order):
    """Give the (k_height, k_width, in, out) kernel of a Dense kernel."""
    if order == "H,W,C":
        return W_dense.reshape(H, W, C, -1)
    if order == "C,H,W":
        return W_dense.reshape(C, H, W, -1).transpose(1, 2, 0, 3)
    raise ValueError(f"the order is H,W,C or C,H,W, not {order!r}")


rng = np.random.default_rng(0)
equal = 0
for h, w, c in np.ndindex(4, 4, 4):
    feature_map = rng.integers(0, 9, (h + 1, w + 1, c + 1))
    W_dense = rng.integers(-9, 9, (feature_map.size, 2))
    vectors = {
        "H,W,C": feature_map,
        "C,H,W": feature_map.transpose(2, 0, 1),
    }
    for order, vector in vectors.items():
        kernel = dense_to_conv(W_dense, *feature_map.shape, order)
        convolution = np.einsum("hwc,hwco->o", feature_map, kernel)
        equal += np.array_equal(vector.reshape(-1) @ W_dense, convolution)
print(equal, "of", 4 * 4 * 4 * 2, "maps and orders equal")
