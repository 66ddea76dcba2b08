"""Each window of the image becomes a row; the filter becomes a column."""

import matplotlib.pyplot as plt
import numpy as np

image = np.arange(12).reshape(3, 4)
windows = np.lib.stride_tricks.sliding_window_view(image, (2, 2))
rows = windows.reshape(6, 4)
filter_ = np.array([[1, 2], [3, 4]])
result = rows @ filter_.reshape(4, 1)


def draw(values, left, top, title, colour):
    ax.text(left, top - 0.3, title)
    for (r, k), value in np.ndenumerate(values):
        style = {"facecolor": (colour(r, k), 0.25), "edgecolor": colour(r, k)}
        ax.add_patch(plt.Rectangle((left + k, top + r), 1, 1, **style))
        middle = {"ha": "center", "va": "center"}
        ax.text(left + k + 0.5, top + r + 0.5, str(value), **middle)


fig, ax = plt.subplots(figsize=(4.5, 2.3))
draw(image, 0, 1.5, "image", lambda r, k: "0.5")
draw(rows, 5.4, 0, "windows as rows", lambda r, k: f"C{r % 6}")
draw(filter_.reshape(4, 1), 10.9, 1, "filter", lambda r, k: "0.5")
draw(result, 13.4, 0, "map", lambda r, k: f"C{r % 6}")
for text, x in (("→", 4.7), ("×", 10.15), ("=", 12.65)):
    ax.text(x, 3, text, ha="center", va="center", fontsize=14)
for index, inset in ((0, 0.04), (4, 0.1)):
    corner = (index % 3 + inset, 1.5 + index // 3 + inset)
    side = 2 - 2 * inset
    box = plt.Rectangle(corner, side, side, fill=False, lw=1.8, ec=f"C{index}")
    ax.add_patch(box)
ax.set(xlim=(-0.1, 14.6), ylim=(6.1, -1), aspect="equal")
ax.axis("off")
