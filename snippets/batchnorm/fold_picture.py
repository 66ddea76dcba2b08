"""Each position has its own scale, and each row of the kernel takes it in."""

import matplotlib.pyplot as plt
import numpy as np

scale = np.array([[0.5, 1, 2], [1, 2, 0.5]])  # one number a position
kernel = np.array([[2, -1, 3], [4, -2, 6]])  # one output's weights
TERMS = [
    ("scale", scale),
    ("× weights\nof one output", kernel),
    ("= folded", scale * kernel),
]

fig, axes = plt.subplots(1, 3, figsize=(4.5, 1.65))
for number, (ax, (title, values)) in enumerate(zip(axes, TERMS, strict=True)):
    for (i, j), value in np.ndenumerate(values):
        style = {"fc": (f"C{number}", 0.3), "ec": f"C{number}"}
        ax.add_patch(plt.Rectangle((j, i), 1, 1, **style))
        ax.text(j + 0.5, i + 0.5, f"{value:g}", ha="center", va="center")
    ax.set(xlim=(-0.1, 3.1), ylim=(2.1, -0.1), aspect="equal", title=title)
    ax.set_axis_off()
