"""Which values have the same flat index in both orders."""

import numpy as np

channels_last = np.arange(75).reshape(5, 5, 3).transpose(2, 0, 1)
channels_first = np.arange(75).reshape(3, 5, 5)

for channel, row, column in np.argwhere(channels_last == channels_first):
    flat = channels_first[channel, row, column]
    print(f"channel {channel}, row {row}, column {column}: {flat} in both")
