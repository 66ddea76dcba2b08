"""Compared with its two extra axes, an equal output looks different."""

import numpy as np

dense = np.array([[5038.1, 5098.1]])  # (samples, outputs)
conv = dense.reshape(1, 2, 1, 1)  # (samples, outputs, rows, columns)

print("as they are:  ", np.abs(dense - conv).max().round(3), end=" ")
print((dense - conv).shape)
print("axes dropped: ", np.abs(dense - conv[:, :, 0, 0]).max())
