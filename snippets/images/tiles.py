"""Overlapping tiles, scanned one by one, give the map of the whole image."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def network(x):  # conv 3, pool 2, conv 3: size 8, stride 2, no padding
    x = sliding_window_view(x, (3, 3)).sum((2, 3))
    x = sliding_window_view(x, (2, 2))[::2, ::2].max((2, 3))
    return sliding_window_view(x, (3, 3)).sum((2, 3))


size, stride = 8, 2
image = np.random.default_rng(0).integers(0, 100, (70, 91))
whole = network(image)

cells = 10  # a side of a tile's map; the tiles at the end may be smaller
pixels = size + (cells - 1) * stride
rows = []
for r in range(0, whole.shape[0], cells):
    row = []
    for c in range(0, whole.shape[1], cells):
        top, left = r * stride, c * stride
        row.append(network(image[top : top + pixels, left : left + pixels]))
    rows.append(np.hstack(row))
print("whole image", image.shape, "output map", whole.shape)
print(f"tiles of {pixels} pixels, overlapping by {size - stride}")
print("equal:", np.array_equal(np.vstack(rows), whole))
