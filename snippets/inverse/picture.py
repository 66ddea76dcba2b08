"""The matrix of a convolution: the kernel once for each place."""

import matplotlib.pyplot as plt
import numpy as np

H, W, kh, kw = 3, 4, 2, 2  # one channel in, one out
kernel = np.arange(1, kh * kw + 1).reshape(kh, kw)
rows, columns = H - kh + 1, W - kw + 1
matrix = np.zeros((H, W, rows, columns), int)
for i, j in np.ndindex(rows, columns):
    matrix[i : i + kh, j : j + kw, i, j] = kernel
matrix = matrix.reshape(H * W, rows * columns)

fig, ax = plt.subplots(figsize=(4.5, 4.1))


def draw(values, left, top, title):
    ax.text(left, top - 0.3, title)
    for (r, k), value in np.ndenumerate(values):
        colour = (f"C{value - 1}", 0.4) if value else "none"
        style = {"fc": colour, "ec": "0.6", "lw": 0.5}
        ax.add_patch(plt.Rectangle((left + k, top + r), 1, 1, **style))
        middle = {"ha": "center", "va": "center"}
        if value:
            ax.text(left + k + 0.5, top + r + 0.5, str(value), **middle)


draw(kernel, 0, 5, "kernel")
draw(matrix, 5.5, 0, "the same as a Dense kernel")
ax.text(11.7, 6, "12 inputs", va="center")
ax.text(8.5, 12.6, "6 outputs", ha="center")
ax.set(xlim=(-0.1, 15.1), ylim=(13, -1), aspect="equal")
ax.axis("off")
