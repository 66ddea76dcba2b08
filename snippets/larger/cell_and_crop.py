"""Figure: one cell of the 4 x 4 answer, and the crop that it stands for."""

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

row, column = 1, 2  # the cell to explain
figure, axes = plt.subplots(
    1, 2, figsize=(7, 3.4), width_ratios=[10, 4], layout="constrained"
)
boxes = [("image, 8 x 10", 8, 10, 5, 7), ("answer, 4 x 4", 4, 4, 1, 1)]
for ax, (title, height, width, box_height, box_width) in zip(
    axes, boxes, strict=True
):
    for r in range(height):
        for c in range(width):
            ax.add_patch(Rectangle((c, r), 1, 1, fill=False, ec="0.5", lw=0.6))
    ax.add_patch(
        Rectangle((column, row), box_width, box_height, fc="C0", alpha=0.25)
    )
    ax.add_patch(
        Rectangle(
            (column, row), box_width, box_height, fill=False, ec="C0", lw=3
        )
    )
    ax.set(title=title, xlim=(-0.1, width + 0.1), ylim=(height + 0.1, -0.1))
    ax.set_aspect("equal")
    ax.set_xticks([c + 0.5 for c in range(width)], range(width))
    ax.set_yticks([r + 0.5 for r in range(height)], range(height))
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
for r, c in [(1, 2), (6, 8)]:
    axes[0].text(c + 0.5, r + 0.5, "1", ha="center", va="center")
axes[0].set_xlabel("the crop: rows 1 to 5, columns 2 to 8")
axes[1].set_xlabel("cell (1, 2)")
