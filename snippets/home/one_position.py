"""The Dense weights, cut to the map: a kernel that has one position."""

import matplotlib.pyplot as plt
import numpy as np

H, W, C = 2, 3, 2
weights = np.arange(H * W * C)  # the rows of W_dense
kernel = weights.reshape(H, W, C)
WIDE = 0.8  # of a cell that holds one weight

fig, ax = plt.subplots(figsize=(4.5, 4.1))


def box(x, y, width, **style):
    style = {"facecolor": "none", "edgecolor": "0.5", "lw": 0.8} | style
    ax.add_patch(plt.Rectangle((x, y), width, 1, **style))


def weight(x, y, n):
    box(x, y, WIDE, facecolor=(f"C{n % C}", 0.25))
    ax.text(x + WIDE / 2, y + 0.5, str(n), ha="center", va="center")


def lay(x, y):
    """The kernel's weights, each pair of channels in a frame."""
    for (i, j, c), n in np.ndenumerate(kernel):
        weight(x + WIDE * (C * j + c), y + i, n)
        box(x + WIDE * C * j, y + i, WIDE * C, lw=1.8)


def arrow(y):
    ax.annotate("", (10.9, y), (10, y), arrowprops={"arrowstyle": "->"})


ax.text(0, -0.4, f"Dense: {len(weights)} weights for the flattened map")
for n in weights:
    weight(WIDE * n, 0, n)
arrow(0.5)
box(11.2, 0, WIDE, facecolor="C2")

ax.text(0, 2.3, f"As a kernel of {H} × {W}, {C} channels: one position")
lay(0, 2.7)
arrow(3.7)
box(11.2, 3.2, WIDE, facecolor="C2")

ROWS, COLUMNS, at = 4, 5, (1, 1)  # a larger map, and one of the positions
places = ROWS - H + 1, COLUMNS - W + 1
ax.text(0, 6, f"On a larger map: {places[0] * places[1]} positions")
for i, j in np.ndindex(ROWS, COLUMNS):
    box(C * WIDE * j, 6.4 + i, C * WIDE)
lay(WIDE * C * at[1], 6.4 + at[0])
arrow(8.4)
for i, j in np.ndindex(places):
    fill = "C2" if (i, j) == at else "none"
    box(11.2 + WIDE * j, 6.9 + i, WIDE, facecolor=fill)
ax.set(xlim=(-0.1, 13.8), ylim=(10.6, -1.1))
ax.axis("off")
