"""reshape gives the shape you asked for, and the wrong image."""

import numpy as np

channels_first = np.array(
    [[[f"{c}{r}{k}" for k in range(3)] for r in range(2)] for c in "ab"]
)
right = channels_first.transpose(1, 2, 0)
wrong = channels_first.reshape(2, 3, 2)

print("shapes:", right.shape, wrong.shape)
print("first pixel, transpose:", right[0, 0])
print("first pixel, reshape:  ", wrong[0, 0])
print("values in their place:", (right == wrong).sum(), "of", right.size)
