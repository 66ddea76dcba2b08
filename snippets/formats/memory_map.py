"""The same 12 values in memory, in the order of each format."""

import matplotlib.pyplot as plt
import numpy as np

image = np.array(
    [[[f"{c}{r}{k}" for k in range(3)] for r in range(2)] for c in "ab"]
)
colours = {"a": "C0", "b": "C1"}
lines = {
    "channels_last: pixel by pixel": image.transpose(1, 2, 0).ravel(),
    "channels_first: channel by channel": image.ravel(),
}

fig, ax = plt.subplots(figsize=(4.5, 1.6))
for number, (title, line) in enumerate(lines.items()):
    top = 2 * number
    ax.text(0, top - 0.15, title)
    for index, label in enumerate(line):
        colour = colours[label[0]]
        style = {"facecolor": (colour, 0.25), "edgecolor": colour}
        ax.add_patch(plt.Rectangle((index, top), 1, 1, **style))
        ax.text(index + 0.5, top + 0.5, label, ha="center", va="center")
ax.set(xlim=(-0.05, 12.05), ylim=(3.1, -0.7), aspect="equal")
ax.axis("off")
