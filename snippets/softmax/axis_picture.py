"""Which numbers sum to one: those that share a letter."""

import matplotlib.pyplot as plt

CLASSES, ROWS, COLUMNS = 3, 2, 3
CASES = {  # title: which group the number of class k in cell (i, j) belongs to
    "channel axis": lambda k, i, j: i * COLUMNS + j,
    "width axis": lambda k, i, j: k * ROWS + i,
}

fig, axes = plt.subplots(1, 2, figsize=(5.2, 3.4))
for ax, (title, group) in zip(axes, CASES.items(), strict=True):
    for k in range(CLASSES):
        x, y = 0.6 * k, 2.4 * k
        ax.text(x - 0.3, y + 1, f"class {k}", ha="right", va="center")
        for i in range(ROWS):
            for j in range(COLUMNS):
                g = group(k, i, j)
                at = (x + j, y + i)
                cell = plt.Rectangle(at, 0.92, 0.92, fc=f"C{g}", alpha=0.4)
                ax.add_patch(cell)
                ax.text(
                    at[0] + 0.46,
                    at[1] + 0.46,
                    "abcdef"[g],
                    ha="center",
                    va="center",
                )
    ax.set(xlim=(-1.8, 4.3), ylim=(7, -0.2), title=title, aspect="equal")
    ax.set_axis_off()
