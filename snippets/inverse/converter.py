"""The converter's own function, there and back, for every order it knows."""

from itertools import permutations

import numpy as np

from fully_convolutional import conv_to_dense_kernel, dense_to_conv_kernel

sizes = {"C": 4, "H": 2, "W": 3}
dense = np.arange(24 * 5).reshape(24, 5)
for letters in permutations("CHW"):
    order = "".join(letters)
    shape = tuple(sizes[letter] for letter in order)
    kernel = dense_to_conv_kernel(dense, shape, order)
    back = conv_to_dense_kernel(kernel, order)
    print(
        order, shape, "->", kernel.shape, "same:", np.array_equal(back, dense)
    )
