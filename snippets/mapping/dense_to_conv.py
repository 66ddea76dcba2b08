"""The mapping: rows of a Dense kernel to a convolution kernel."""

import numpy as np

W_dense = np.arange(2 * 75).reshape(75, 2)  # (C·H·W, out)

step1 = W_dense.T  # one row for each output
step2 = step1.reshape(2, 3, 5, 5)  # cut each row into C×H×W
W_conv = step2.transpose(2, 3, 1, 0)  # turn to Keras' layout

print(W_dense.shape, "(flat, out)")
print(step1.shape, "(out, flat)")
print(step2.shape, "(out, channel, row, column)")
print(W_conv.shape, "(k_height, k_width, in, out)")
