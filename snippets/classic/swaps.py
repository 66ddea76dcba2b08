"""Which swaps of two rows of W_dense does an image notice?"""

from itertools import combinations

import numpy as np

Win = np.arange(1, 10).reshape(3, 3)
bias = np.array([0.1, 0.2, 0.3]).reshape(3, 1, 1)
W_dense = np.arange(2 * 75).reshape(75, 2)
one_pixel = np.zeros((5, 7))
one_pixel[1, 2] = 1
random = np.random.default_rng(0).random((5, 7))

for name, X in (("one bright pixel", one_pixel), ("random pixels", random)):
    windows = np.lib.stride_tricks.sliding_window_view(X, 3, axis=1)
    maps = np.einsum("rkj,fj->frk", windows, Win) + bias
    vector = maps.reshape(75)
    unnoticed, pairs = 0, list(combinations(range(75), 2))
    for i, j in pairs:
        swapped = W_dense.copy()
        swapped[[i, j]] = W_dense[[j, i]]
        unnoticed += np.allclose(vector @ swapped, vector @ W_dense, rtol=1e-9)
    print(name)
    alone = (maps == bias).sum(axis=(1, 2))  # in each channel
    print("  bias alone:", alone, "of", maps[0].size, "values")
    print(f"  {unnoticed} of {len(pairs)} swaps change no output")
