"""Where each value of a 2×2×3 map lands in the flat vector, both ways."""

import matplotlib.pyplot as plt
import numpy as np

by_channel = np.arange(12).reshape(2, 2, 3)
by_pixel = np.arange(12).reshape(2, 3, 2).transpose(2, 0, 1)
pictures = {
    "channels, rows, columns": by_channel,
    "rows, columns, channels": by_pixel,
}

fig, axes = plt.subplots(2, 1, figsize=(6, 3.8))
for ax, (title, places) in zip(axes, pictures.items(), strict=True):
    ax.set_title(title, loc="left", fontsize="medium")
    path = {}
    for (channel, row, column), place in np.ndenumerate(places):
        x, y, colour = 4.5 * channel + column, row, f"C{channel}"
        style = {"facecolor": (colour, 0.25), "edgecolor": colour}
        ax.add_patch(plt.Rectangle((x, y), 1, 1, **style))
        ax.text(x + 0.5, y + 0.4, str(place), ha="center", va="center")
        path[place] = (x + 0.5, y + 0.72)
    for place in range(11):
        arrow = {"arrowstyle": "->", "color": "0.5", "lw": 0.9}
        ax.annotate("", path[place + 1], path[place], arrowprops=arrow)
    for channel, name in enumerate("ab"):
        ax.text(4.5 * channel + 1.5, 2.4, f"channel {name}", ha="center")
    ax.set(xlim=(-0.1, 7.6), ylim=(2.5, -0.1), aspect="equal")
    ax.axis("off")
