"""A receptive field says how far a cell sees, not that it sees all between."""

import numpy as np

plain, rate_2, rate_3 = (3, 1, 1), (3, 1, 2), (3, 1, 3)
stacks = {
    "plain": [plain],
    "rate 2": [rate_2],
    "rate 2, rate 2": [rate_2, rate_2],
    "rate 2, rate 3": [rate_2, rate_3],
    "plain, rate 2, rate 2": [plain, rate_2, rate_2],
    "conv 1 with stride 2, plain": [(1, 2, 1), plain],
}


def seen_by_cell_0(layers):
    """Follow one cell down to the pixels it needs, layer by layer."""
    cells = np.zeros(1, dtype=int)
    for kernel, stride, dilation in reversed(layers):
        taps = dilation * np.arange(kernel)
        cells = np.unique(cells[:, None] * stride + taps)
    return cells


for name, layers in stacks.items():
    seen = seen_by_cell_0(layers)
    drawing = "".join("#" if p in seen else "." for p in range(seen.max() + 1))
    print(f"{name:27s}  {drawing:11s}  {len(seen):2d} of {len(drawing):2d}")
