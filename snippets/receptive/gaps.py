"""A receptive field says how far a cell sees, not that it sees all between."""

import numpy as np


def seen_by_cell_0(layers, size=16):
    """Follow one cell down: the inputs that it needs, layer by layer."""
    cells = np.zeros(1, dtype=int)
    for kernel, stride, dilation in reversed(layers):
        taps = dilation * np.arange(kernel)
        cells = np.unique(cells[:, None] * stride + taps)
    return "".join("#" if p in cells else "." for p in range(size))


print("conv 3                       ", seen_by_cell_0([(3, 1, 1)]))
print("conv 3, dilation 2           ", seen_by_cell_0([(3, 1, 2)]))
print("conv 3, then dilation 2      ", seen_by_cell_0([(3, 1, 1), (3, 1, 2)]))
print("dilation 2, then dilation 2  ", seen_by_cell_0([(3, 1, 2), (3, 1, 2)]))
print("conv 1 stride 2, then conv 3 ", seen_by_cell_0([(1, 2, 1), (3, 1, 1)]))
