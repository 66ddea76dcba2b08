"""The three steps on a map of 2 channels, 2 rows and 3 columns."""

import numpy as np

C, H, W, outputs = 2, 2, 3, 2
# The weight 71 belongs to flat index 7 and to output 1.
W_dense = np.arange(12)[:, None] * 10 + np.arange(outputs)

print("1. one row for each output:", W_dense.T.shape)
print(W_dense.T)

Win = W_dense.T.reshape(outputs, C, H, W)
print("2. each row cut into channels of", (H, W), "as", Win.shape)
print(Win)

kernel = Win.transpose(2, 3, 1, 0)
print("3. turned to", kernel.shape)
for row, column in np.ndindex(H, W):
    print(f"kernel[{row}, {column}] =", kernel[row, column].tolist())

two_steps = W_dense.reshape(C, H, W, outputs).transpose(1, 2, 0, 3)
print("the same in two steps:", np.array_equal(two_steps, kernel))
