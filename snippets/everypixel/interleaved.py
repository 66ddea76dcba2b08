"""Figure: which of the 2 x 2 shifted passes answers for which position."""

import matplotlib.pyplot as plt
import numpy as np

apart, together = {}, {}  # the pass that answers, by row and column
for r in range(2):
    for c in range(2):
        number = 2 * r + c  # of the pass shifted by r rows and c columns
        for i, j in np.ndindex(3, 3):
            apart[3.4 * r + i, 3.4 * c + j] = number  # 0.4 between two maps
            together[2 * i + r, 2 * j + c] = number

figure, axes = plt.subplots(1, 2, figsize=(4.5, 2.4), layout="constrained")
figure.get_layout_engine().set(wspace=0.1)  # more than between two maps
titles = "four passes", "interleaved"
for ax, grid, title in zip(axes, (apart, together), titles, strict=True):
    for (r, c), number in grid.items():
        square = plt.Rectangle((c, r), 1, 1, fc=f"C{number}", alpha=0.4)
        ax.add_patch(square)
        ax.text(c + 0.5, r + 0.5, number, ha="center", va="center")
    ax.set(xlim=(0, 6.4), ylim=(6.4, 0), aspect="equal", title=title)
    ax.axis("off")
