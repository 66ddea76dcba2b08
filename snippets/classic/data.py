"""Everything the example network is given: image, kernel, weights, biases."""

import numpy as np

np.set_printoptions(threshold=50)  # long arrays show only their ends
X = np.zeros((1, 1, 5, 7))  # samples, channels, rows, columns
X[0, 0, 1, 2] = 1
Win = np.arange(1, 10).reshape(3, 1, 1, 3)
W_conv = Win.transpose(2, 3, 1, 0)
bias_conv = np.array([0.1, 0.2, 0.3])
W_dense = np.arange(2 * 75).reshape(75, 2)
bias_dense = np.array([0.1, 0.1])

print("X", X.shape)
print(X[0, 0].astype(int))
print("W_conv", W_conv.shape)
print(W_conv)
print("bias_conv", bias_conv)
print("W_dense", W_dense.shape, "shown transposed")
print(W_dense.T)
print("bias_dense", bias_dense)
