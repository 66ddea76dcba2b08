"""Figure: five cells as bars over the pixels that each of them sees."""

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

size, stride, offset, pixels, cells = 16, 4, -1, 32, 5
marked = 20  # the pixel whose cells are coloured

figure, ax = plt.subplots(figsize=(4.5, 2.4), layout="constrained")
for pixel in range(pixels):
    ax.add_patch(Rectangle((pixel, -1), 1, 0.6, fill=False, ec="0.5", lw=0.6))
for cell in range(cells):
    start = offset + cell * stride
    color = "C1" if start <= marked < start + size else "0.6"
    ax.add_patch(Rectangle((start, cell), size, 0.7, fc=color, alpha=0.6))
    ax.text(
        start + size / 2, cell + 0.32, f"cell {cell}", ha="center", va="center"
    )
ax.add_patch(Rectangle((marked, -1), 1, 0.6, fc="C0"))
ax.axvspan(marked, marked + 1, color="C0", alpha=0.2, lw=0)
ax.set(xlim=(offset - 0.2, pixels + 0.2), ylim=(-1.2, cells), xlabel="pixels")
ax.set_xticks([p + 0.5 for p in (0, 4, 8, 12, 16, 20, 24, 28, 31)])
ax.set_xticklabels([0, 4, 8, 12, 16, 20, 24, 28, 31])
ax.set_yticks([])
ax.tick_params(length=0)
ax.spines[:].set_visible(False)
