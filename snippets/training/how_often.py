"""Figure: in how many crops of 8 x 8, two pixels apart, each pixel occurs."""

import matplotlib.pyplot as plt
import numpy as np

times = np.zeros((20, 24), dtype=int)
for r in range(0, 13, 2):
    for c in range(0, 17, 2):
        times[r : r + 8, c : c + 8] += 1

figure, ax = plt.subplots(figsize=(4.5, 3.8), layout="constrained")
for (r, c), count in np.ndenumerate(times[::2, ::2]):  # alike in squares of 2
    box = plt.Rectangle((2 * c, 2 * r), 2, 2, fc="C0", alpha=count / 24)
    ax.add_patch(box)
    ax.text(2 * c + 1, 2 * r + 1, count, ha="center", va="center")
ax.set(xlim=(0, 24), ylim=(20, 0), aspect="equal")
ax.set(xlabel="in how many of 63 crops\neach square of 2 × 2 pixels lies")
ax.set(xticks=[], yticks=[])
ax.spines[:].set_visible(False)
