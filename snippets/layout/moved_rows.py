"""Where each row of the Dense kernel goes when C,H,W becomes H,W,C."""

import matplotlib.pyplot as plt
import numpy as np

C, H, W = 3, 2, 2
rows = np.arange(C * H * W).reshape(C, H, W).transpose(1, 2, 0).reshape(-1)

fig, ax = plt.subplots(figsize=(4.5, 2.4))
for y, title, order in (
    (0, "C,H,W: the trained rows", np.arange(rows.size)),
    (3.4, "H,W,C: the same rows, moved", rows),
):
    ax.text(0, y - 0.25 if y == 0 else y + 1.65, title)
    for place, row in enumerate(order):
        colour = f"C{row // (H * W)}"
        style = {"fc": (colour, 0.3), "ec": colour}
        ax.add_patch(plt.Rectangle((place, y), 1, 1, **style))
        middle = {"ha": "center", "va": "center"}
        ax.text(place + 0.5, y + 0.5, str(row), **middle)
for place, row in enumerate(rows):
    colour = f"C{row // (H * W)}"
    ax.plot([row + 0.5, place + 0.5], [1.05, 3.35], color=colour, lw=1)
ax.set(xlim=(-0.1, 12.1), ylim=(5.3, -0.9), aspect="equal")
ax.axis("off")
