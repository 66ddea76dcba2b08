"""Every weight lands where the value that it multiplies lies."""

import numpy as np

C, H, W, outputs = 3, 5, 5, 2
W_dense = np.arange(C * H * W * outputs).reshape(C * H * W, outputs)
kernel = W_dense.T.reshape(outputs, C, H, W).transpose(2, 3, 1, 0)

right = 0
for channel, row, column, out in np.ndindex(C, H, W, outputs):
    flat = channel * H * W + row * W + column
    right += W_dense[flat, out] == kernel[row, column, channel, out]
print(right, "of", W_dense.size, "weights in their place")
print("each used once:", len(np.unique(kernel)) == W_dense.size)
