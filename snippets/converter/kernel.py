"""The mapping alone, for kernels from anywhere, there and back."""

import numpy as np

from fully_convolutional import conv_to_dense_kernel, dense_to_conv_kernel

dense = np.arange(24).reshape(12, 2)  # 12 inputs, 2 outputs

for order, sizes in (("HWC", (2, 2, 3)), ("CHW", (3, 2, 2))):
    conv = dense_to_conv_kernel(dense, sizes, order)
    back = conv_to_dense_kernel(conv, order)
    print(order, sizes, "->", conv.shape, "back:", (back == dense).all())
    print(conv[0, 0, :, 0], "weights of position (0, 0), output 0")
