"""Figure: one cell of the 4 x 4 output map, and the crop it stands for."""

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

row, column = 1, 2  # the cell to explain
figure, axes = plt.subplots(
    1, 2, figsize=(4.5, 2.6), width_ratios=[10.4, 4.4], layout="constrained"
)
# title, height and width of the grid, height and width of the box, label
panels = [
    ("image", 8, 10, 5, 7, "rows 1 to 5,\ncolumns 2 to 8"),
    ("output map", 4, 4, 1, 1, "cell (1, 2)"),
]
for ax, (title, height, width, rows, columns, label) in zip(
    axes, panels, strict=True
):
    for r in range(height):
        for c in range(width):
            ax.add_patch(Rectangle((c, r), 1, 1, fill=False, ec="0.5", lw=0.6))
    box = (column, row), columns, rows
    ax.add_patch(Rectangle(*box, fc="C0", alpha=0.25))
    ax.add_patch(Rectangle(*box, fill=False, ec="C0", lw=3))
    ax.set(title=title, xlabel=label, aspect="equal", anchor="N")
    ax.set(xlim=(-0.2, width + 0.2), ylim=(height + 0.2, -0.2))
    ax.set_xticks([c + 0.5 for c in range(width)], range(width))
    ax.set_yticks([r + 0.5 for r in range(height)], range(height))
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
