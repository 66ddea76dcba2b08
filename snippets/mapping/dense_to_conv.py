"""The mapping: a Dense kernel to a convolution kernel, for both orders."""

import numpy as np

W_dense = np.arange(150).reshape(75, 2)  # 75 weights for each of 2 outputs

# The map was flattened H,W,C, as Keras does unless told otherwise:
kernel_hwc = W_dense.reshape(5, 5, 3, 2)

# The map was flattened C,H,W:
by_output = W_dense.T  # one row for each output
cut = by_output.reshape(2, 3, 5, 5)  # each row cut into C×H×W
kernel_chw = cut.transpose(2, 3, 1, 0)  # turned to Keras' layout

print("H,W,C:", W_dense.shape, "→", kernel_hwc.shape)
print("C,H,W:", W_dense.shape, "→", by_output.shape)
print("       →", cut.shape, "→", kernel_chw.shape)
