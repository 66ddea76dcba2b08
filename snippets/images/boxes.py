"""Figure: an image, its output map, and the boxes of the brightest cells."""

import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

image = np.zeros((40, 60))
for r, c in [(4, 6), (10, 40), (28, 20)]:
    image[r : r + 6, c : c + 6] = 1
output_map = sliding_window_view(image, (6, 6))[::2, ::2].mean((2, 3))

figure, axes = plt.subplots(
    1, 2, figsize=(4.5, 2), width_ratios=[60, 28], layout="constrained"
)
panels = (image, "image, 40 x 60"), (output_map, "map, 18 x 28")
for ax, (values, title) in zip(axes, panels, strict=True):
    height, width = values.shape
    ax.imshow(
        values, "gray", extent=(0, width, height, 0), interpolation="none"
    )
    ax.set(title=title, xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
for r, c in np.argwhere(output_map == 1):
    axes[1].add_patch(plt.Rectangle((c, r), 1, 1, fc="C1"))
    box = plt.Rectangle((2 * c, 2 * r), 6, 6, fill=False, ec="C1", lw=2)
    axes[0].add_patch(box)
