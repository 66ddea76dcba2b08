"""A pooling network accepts a larger image, but gives one answer for it all."""

import numpy as np

rng = np.random.default_rng(0)
w = rng.normal(size=(5, 2))
feature_map = rng.normal(size=(4, 6, 5))  # larger than the 2x3 of training

whole = feature_map.mean((0, 1)) @ w
windows = np.lib.stride_tricks.sliding_window_view(feature_map, (2, 3), (0, 1))
each = windows.mean((3, 4)) @ w  # the network on every 2x3 window
print("global pooling:", whole.round(3))
print("its 3x4 windows, first output:")
print(each[..., 0].round(3))
equal = np.isclose(each, whole, atol=1e-3).all(axis=-1)
print("windows that give the whole's answer:", equal.sum(), "of", equal.size)
