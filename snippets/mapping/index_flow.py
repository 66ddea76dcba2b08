"""How reshape cuts the Dense kernel and transpose turns it."""

import matplotlib.pyplot as plt
import numpy as np

C, H, W, outputs = 2, 2, 3, 2
W_dense = np.arange(12)[:, None] * 10 + np.arange(outputs)
Win = W_dense.T.reshape(outputs, C, H, W)
kernel = Win.transpose(2, 3, 1, 0)


def draw(values, left, top):
    """Draw a matrix; the colour of a weight says its channel."""
    for (r, k), value in np.ndenumerate(values):
        colour = f"C{value // 10 // (H * W)}"
        style = {"facecolor": (colour, 0.25), "edgecolor": colour}
        ax.add_patch(plt.Rectangle((left + k, top + r), 1, 1, **style))
        middle = {"ha": "center", "va": "center"}
        ax.text(left + k + 0.5, top + r + 0.5, str(value), **middle)


fig, ax = plt.subplots(figsize=(4.5, 4.6), layout="constrained")
ax.text(0, -0.3, "W_dense.T: a row for each output, 12 weights in each")
draw(W_dense.T, 0, 0)
ax.text(0, 3.3, "reshape: cut into channels, then rows")
for out, channel in np.ndindex(outputs, C):
    draw(Win[out, channel], 6.4 * out + 3.1 * channel, 3.6)
ax.text(0, 6.9, "transpose: at each row and column, in × out")
for row, column in np.ndindex(H, W):
    draw(kernel[row, column], 3 * column, 7.2 + 2.4 * row)
ax.set(xlim=(-0.1, 12.6), ylim=(11.8, -1), aspect="equal")
ax.axis("off")
