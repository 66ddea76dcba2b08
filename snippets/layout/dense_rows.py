"""Rows of the Dense kernel move only when the vector was in C,H,W order."""

import numpy as np

C, H, W, OUT = 3, 2, 2, 2
rng = np.random.default_rng(0)
image_map = rng.integers(-9, 10, (H, W, C))  # what channels_last now holds
dense = rng.integers(-9, 10, (C * H * W, OUT))  # trained on C,H,W vectors

trained = image_map.transpose(2, 0, 1).reshape(-1) @ dense
copied = image_map.reshape(-1) @ dense
rows = np.arange(C * H * W).reshape(C, H, W).transpose(1, 2, 0).reshape(-1)
moved = image_map.reshape(-1) @ dense[rows]
print("rows in their new order:")
print(rows)
print("trained network ", trained)
print("kernel copied   ", copied)
print("rows reordered  ", moved)
