"""What the conversion is for: the same weights on a larger image."""

import matplotlib.pyplot as plt
import numpy as np

rows, columns = 8, 10  # the network was built for 5×7
cells = (rows - 5 + 1, columns - 7 + 1)
chosen = {(0, 0): "C0", (3, 2): "C1"}  # two cells of the output

fig, ax = plt.subplots(figsize=(4.5, 2.6))
for left, shape in ((0, (rows, columns)), (13, cells)):
    for row, column in np.ndindex(*shape):
        cell = plt.Rectangle(
            (left + column, row), 1, 1, fc="none", ec="0.5", lw=0.6
        )
        ax.add_patch(cell)
for (row, column), colour in chosen.items():
    style = {"facecolor": (colour, 0.25), "edgecolor": colour, "lw": 2}
    ax.add_patch(plt.Rectangle((column, row), 7, 5, **style))
    ax.add_patch(plt.Rectangle((13 + column, row), 1, 1, **style))
ax.text(0, -0.3, f"image {rows}×{columns}")
ax.text(13, -0.3, f"map {cells[0]}×{cells[1]}")
ax.text(11.5, 2, "→", ha="center", va="center", fontsize=14)
ax.set(xlim=(-0.2, 17.2), ylim=(8.2, -1), aspect="equal")
ax.axis("off")
print("cells of the output map:", cells[0] * cells[1])
