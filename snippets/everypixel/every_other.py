"""A stride of 2 answers at every second position; a shift gives the others."""

import numpy as np


def network(x):  # conv 3, pool 2 with stride 2, conv 2: field 6, stride 2
    x = np.convolve(x, [1, 2, 1], mode="valid")
    x = np.maximum(x[0:-1:2], x[1::2])
    return np.convolve(x, [1, 3], mode="valid")


image = np.random.default_rng(0).integers(0, 10, 13)
crops = [network(image[p : p + 6])[0] for p in range(8)]
print("every crop   ", np.array(crops))
print("one pass     ", network(image))
print("shifted by 1 ", network(image[1:]))

stitched = np.empty(8, dtype=int)
for shift in (0, 1):
    stitched[shift::2] = network(image[shift:])
print("interleaved  ", stitched)
