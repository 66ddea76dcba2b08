"""All of the lessons in one function, checked on maps of many shapes."""

import numpy as np


def dense_to_conv(W_dense, channels, rows, columns, order):
    """Give the (k_height, k_width, in, out) kernel of a Dense kernel."""
    if order == "chw":
        shape, axes = (channels, rows, columns, -1), (1, 2, 0, 3)
    else:
        shape, axes = (rows, columns, channels, -1), (0, 1, 2, 3)
    return W_dense.reshape(shape).transpose(axes)


rng = np.random.default_rng(0)
equal = 0
for C, H, W in np.ndindex(4, 4, 4):
    feature_map = rng.integers(0, 9, (C + 1, H + 1, W + 1))
    W_dense = rng.integers(-9, 9, (feature_map.size, 2))
    vectors = {"chw": feature_map, "hwc": feature_map.transpose(1, 2, 0)}
    for order, vector in vectors.items():
        kernel = dense_to_conv(W_dense, *feature_map.shape, order)
        convolution = np.einsum("chw,hwco->o", feature_map, kernel)
        equal += np.array_equal(vector.reshape(-1) @ W_dense, convolution)
print(equal, "of", 4 * 4 * 4 * 2, "maps and orders equal")
