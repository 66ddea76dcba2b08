"""From one filter after the other to the layout Keras wants."""

import numpy as np

n_filters, n_channels, k_height, k_width = 3, 1, 1, 3
Win = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
Win = Win.reshape(n_filters, n_channels, k_height, k_width)

W_conv = Win.transpose(2, 3, 1, 0)

print("Win", Win.shape, "(n_filters, n_channels, k_height, k_width)")
print(Win)
print("W_conv", W_conv.shape, "(k_height, k_width, n_channels, n_filters)")
print(W_conv)
for filter_ in range(n_filters):
    print("filter", filter_, W_conv[0, :, 0, filter_])
