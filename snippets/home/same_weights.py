"""The Dense kernel's rows, cut into one 5×5 square for each channel."""

import matplotlib.pyplot as plt
import numpy as np

rows = np.arange(75)  # the rows of W_dense: one weight for each position
squares = rows.reshape(3, 5, 5)

fig, ax = plt.subplots(figsize=(6, 3.4))
for channel, square in enumerate(squares):
    style = {"facecolor": (f"C{channel}", 0.25), "edgecolor": f"C{channel}"}
    for (row, column), index in np.ndenumerate(square):
        x, y = 9 * channel + 1 + column, 5 + row
        ax.add_patch(plt.Rectangle((index / 3, 0), 1 / 3, 1.4, **style))
        ax.add_patch(plt.Rectangle((x, y), 1, 1, **style))
        ax.text(x + 0.5, y + 0.5, str(index), ha="center", va="center")
    middle = 25 / 6 + 25 / 3 * channel
    arrow = {"arrowstyle": "->", "color": f"C{channel}"}
    target = (9 * channel + 3.5, 4.8)
    ax.annotate("", target, (middle, 1.6), arrowprops=arrow)
    ax.text(target[0], 10.8, f"channel {channel}", ha="center")
ax.text(0, -0.4, "one column of W_dense: 75 weights, flattened")
ax.set(xlim=(-0.1, 25.1), ylim=(11.2, -1.5), aspect="equal")
ax.axis("off")
