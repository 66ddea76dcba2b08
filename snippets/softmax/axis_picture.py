"""Which numbers sum to one: those that share a letter."""

import matplotlib.pyplot as plt
import numpy as np

CLASSES, ROWS, COLUMNS = 3, 2, 3
CASES = {  # title: which group the number of class k in cell (i, j) belongs to
    "channel axis: a group for each cell": lambda k, i, j: i * COLUMNS + j,
    "width axis: a group for each row of a class": lambda k, i, j: k * ROWS + i,
}

fig, axes = plt.subplots(2, 1, figsize=(4.5, 3.1))
for ax, (title, group) in zip(axes, CASES.items(), strict=True):
    ax.set_title(title, loc="left")
    for k in range(CLASSES):
        left = 4 * k
        ax.text(left + 1.5, 2.55, f"class {k}", ha="center", va="center")
        for i, j in np.ndindex(ROWS, COLUMNS):
            g = group(k, i, j)
            at = (left + j, i)
            ax.add_patch(plt.Rectangle(at, 0.92, 0.92, fc=(f"C{g}", 0.4)))
            middle = {"ha": "center", "va": "center"}
            ax.text(at[0] + 0.46, at[1] + 0.46, "abcdef"[g], **middle)
    ax.set(xlim=(-0.1, 11.1), ylim=(3.3, -0.1), aspect="equal")
    ax.set_axis_off()
