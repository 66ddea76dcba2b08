"""Which numbers sum to one: those that share a colour."""

import matplotlib.pyplot as plt

CLASSES, ROWS, COLUMNS = 3, 2, 4
CASES = {  # title: which group a number belongs to
    "channel axis: one group per cell": lambda k, i, j: i * COLUMNS + j,
    "width axis: one group per class and row": lambda k, i, j: k * ROWS + i,
}

fig, axes = plt.subplots(1, 2, figsize=(7.5, 3))
for ax, (title, group) in zip(axes, CASES.items(), strict=True):
    for k in range(CLASSES):
        for i in range(ROWS):
            for j in range(COLUMNS):
                colour = f"C{group(k, i, j) % 8}"
                corner = (j + 0.5 * k, -i - 0.65 * k * 3.4)
                ax.add_patch(
                    plt.Rectangle(corner, 0.9, 0.9, facecolor=colour, alpha=0.6)
                )
        ax.text(0.5 * k - 0.2, -0.65 * k * 3.4, f"class {k}", ha="right")
    ax.set(xlim=(-1.9, 5.5), ylim=(-5.8, 1.2), title=title, aspect="equal")
    ax.set_axis_off()
