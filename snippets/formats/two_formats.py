"""One image in two formats: only the place of the channel axis differs."""

import numpy as np

# "b12" is the value of channel b at row 1, column 2.
channels_first = np.array(
    [[[f"{c}{r}{k}" for k in range(3)] for r in range(2)] for c in "ab"]
)
channels_last = channels_first.transpose(1, 2, 0)

print("channels_first", channels_first.shape)
print("channels, rows, columns")
print(channels_first)
print("channels_last", channels_last.shape)
print("rows, columns, channels")
print(channels_last)
print("the same value:", channels_first[1, 0, 2], channels_last[0, 2, 1])
