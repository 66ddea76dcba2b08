"""Figure: which of the 2 x 2 shifted passes answers for which position."""

import matplotlib.pyplot as plt
import numpy as np

apart, together = np.full((7, 7), np.nan), np.empty((6, 6))
for r in range(2):
    for c in range(2):
        number = 2 * r + c  # of the pass shifted by r rows and c columns
        apart[4 * r : 4 * r + 3, 4 * c : 4 * c + 3] = number
        together[r::2, c::2] = number

figure, axes = plt.subplots(1, 2, figsize=(4.5, 2.5))
titles = "four passes", "interleaved"
for ax, grid, title in zip(axes, (apart, together), titles, strict=True):
    for (r, c), number in np.ndenumerate(grid):
        if not np.isnan(number):
            square = plt.Rectangle((c, r), 1, 1, fc=f"C{number:.0f}", alpha=0.4)
            ax.add_patch(square)
            ax.text(c + 0.5, r + 0.5, f"{number:.0f}", ha="center", va="center")
    size = len(grid)
    ax.set(xlim=(0, size), ylim=(size, 0), aspect="equal", title=title)
    ax.axis("off")
