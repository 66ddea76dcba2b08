"""A Dense layer on a flattened map is a convolution as large as the map."""

import numpy as np

feature_map = np.arange(75).reshape(3, 5, 5)  # channels, rows, columns
W_dense = np.arange(150).reshape(75, 2)

W_conv = W_dense.T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0)

dense = feature_map.reshape(75) @ W_dense
convolution = np.einsum("chw,hwco->o", feature_map, W_conv)
print("kernel:", W_conv.shape, "(k_height, k_width, in, out)")
print("Dense:      ", dense)
print("convolution:", convolution)
