"""Both flatten orders: the flat index of every value of the 3 x 5 x 5 map."""

import numpy as np

channels_last = np.arange(75).reshape(5, 5, 3).transpose(2, 0, 1)
channels_first = np.arange(75).reshape(3, 5, 5)

for name, index in [
    ("H,W,C", channels_last),
    ("C,H,W", channels_first),
]:
    for channel in range(3):
        print(f"order {name}, channel {channel}")
        for row in index[channel]:
            print(" ".join(f"{flat:3d}" for flat in row))
