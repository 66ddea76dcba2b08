"""The image with its one bright pixel, and the three maps it becomes."""

import matplotlib.pyplot as plt
import numpy as np

X = np.zeros((5, 7))
X[1, 2] = 1
Win = np.arange(1, 10).reshape(3, 3)
windows = np.lib.stride_tricks.sliding_window_view(X, 3, axis=1)
bias = np.array([0.1, 0.2, 0.3]).reshape(3, 1, 1)
maps = np.einsum("rkj,fj->frk", windows, Win) + bias
pictures = [
    ("image 5×7", X),
    *((f"channel {f} of the map", maps[f]) for f in range(3)),
]

fig, axes = plt.subplots(2, 2, figsize=(4.5, 3.9), layout="constrained")
for ax, (title, values) in zip(axes.flat, pictures, strict=True):
    scale = X.max() if values is X else maps.max()
    for (r, k), value in np.ndenumerate(values):
        strength = 0.05 + 0.5 * value / scale
        cell = plt.Rectangle((k, r), 1, 1, fc=("C0", strength), ec="C0", lw=0.5)
        ax.add_patch(cell)
        ax.text(k + 0.5, r + 0.5, f"{value:.3g}", ha="center", va="center")
    ax.set_title(title, loc="left")
    ax.set(xlim=(-0.05, 7.05), ylim=(5.05, -0.05), aspect="equal")
    ax.axis("off")
fig.get_layout_engine().set(hspace=0.08)
