"""The whole network in NumPy: one convolution, one flatten, one product."""

import numpy as np

np.set_printoptions(precision=3, suppress=True)
X = np.zeros((5, 7))
X[1, 2] = 1
Win = np.arange(1, 10).reshape(3, 3)  # three filters of one row
W_dense = np.arange(2 * 75).reshape(75, 2)

# windows[r, k] holds the three pixels under a filter at row r, column k.
windows = np.lib.stride_tricks.sliding_window_view(X, 3, axis=1)
weighted = np.einsum("rkj,fj->frk", windows, Win)
bias = np.array([0.1, 0.2, 0.3]).repeat(25).reshape(3, 5, 5)
conv1 = weighted + bias

print("row 1 of each feature map:")
print(conv1[:, 1])
# reshape(75) flattens in the order C,H,W: channel by channel.
print("from the bright pixel:", weighted.reshape(75) @ W_dense)
print("from conv1's biases:  ", bias.reshape(75) @ W_dense)
print("output:", conv1.reshape(75) @ W_dense + 0.1)
