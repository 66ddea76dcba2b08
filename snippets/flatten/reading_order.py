"""Where each value of a 2×2×3 map lands in the flat vector, both ways."""

import matplotlib.pyplot as plt
import numpy as np

by_channel = np.arange(12).reshape(2, 2, 3)
by_pixel = np.arange(12).reshape(2, 3, 2).transpose(2, 0, 1)
pictures = {
    "H,W,C: pixel by pixel, channels fastest": by_pixel,
    "C,H,W: channel by channel": by_channel,
}

fig, axes = plt.subplots(2, 1, figsize=(4.5, 4.2), layout="constrained")
for ax, (title, places) in zip(axes, pictures.items(), strict=True):
    ax.set_title(title, loc="left")
    corner = {}  # of each place's cell: left, top, where arrows meet
    for (channel, row, column), place in np.ndenumerate(places):
        x, y, colour = 4.2 * channel + column, 1.6 * row, f"C{channel}"
        style = {"facecolor": (colour, 0.25), "edgecolor": colour}
        ax.add_patch(plt.Rectangle((x, y), 1, 1, **style))
        ax.text(x + 0.5, y + 0.28, str(place), ha="center", va="center")
        level = 0.7 if places is by_channel else 0.52 + 0.18 * column
        corner[place] = (x, y, level)  # a zigzag, if channels alternate
    for place in range(11):
        (x, y, level), (next_x, next_y, next_level) = (
            corner[place],
            corner[place + 1],
        )
        down = next_y > y  # such an arrow runs between the rows
        start = (x + 0.5, y + (1 if down else level))
        end = (next_x + 0.5, next_y + (0 if down else next_level))
        arrow = {
            "arrowstyle": "->",
            "color": "0.55",
            "shrinkA": 0,
            "shrinkB": 0,
        }
        ax.annotate("", end, start, arrowprops=arrow)
    for channel, name in enumerate("ab"):
        ax.text(4.2 * channel + 1.5, 3, f"channel {name}", ha="center")
    ax.set(xlim=(-0.1, 7.3), ylim=(3.1, -0.1), aspect="equal")
    ax.axis("off")
fig.get_layout_engine().set(hspace=0.08)
