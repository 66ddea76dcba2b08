"""Linear on flattened patches: a convolution whose stride is its kernel."""

import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

P = 2  # pixels a side of a patch
rng = np.random.default_rng(0)
image = rng.integers(0, 10, (4, 6))  # one channel, 2 × 3 patches
weight = rng.permutation(4)  # one output of the Linear layer

cut = image.reshape(2, P, 3, P).swapaxes(1, 2)
patches = cut.reshape(6, P * P)  # a row for each patch
tokens = patches @ weight

kernel = weight.reshape(P, P)
windows = sliding_window_view(image, (P, P))[::P, ::P]  # stride P
output_map = (windows * kernel).sum((2, 3))
print("patches", patches.shape, "map", output_map.shape)
print("equal:", np.array_equal(tokens, output_map.reshape(-1)))

figure, ax = plt.subplots(figsize=(4.5, 3.4))
of_pixel = np.kron(np.arange(6).reshape(2, 3), np.ones((P, P), int))


def draw(values, left, top, title, patch=None):
    width = values.shape[1]
    ax.text(left + width / 2, top - 0.3, title, ha="center")
    for (r, k), value in np.ndenumerate(values):
        colour = "0.5" if patch is None else f"C{patch[r, k]}"
        style = {"fc": (colour, 0.25), "ec": colour}
        ax.add_patch(plt.Rectangle((left + k, top + r), 1, 1, **style))
        middle = {"ha": "center", "va": "center"}
        ax.text(left + k + 0.5, top + r + 0.5, str(value), **middle)


each = np.arange(6)[:, None]  # a row, a patch
draw(image, 0, 4, "image", of_pixel)
draw(patches, 7.5, 0, "patches as rows", each.repeat(4, 1))
draw(weight[:, None], 12.5, 1, "Linear")
draw(tokens[:, None], 14.5, 0, "tokens", each)
draw(kernel, 8.5, 8.5, f"kernel, stride {P}")
draw(output_map, 12.5, 8.5, "map", each.reshape(2, 3))
for sign, x, y in ("×", 12, 3), ("=", 14, 3), ("=", 11.5, 9.5):
    ax.text(x, y, sign, ha="center", va="center", fontsize=14)
for end, turn in ((7.2, 3), -0.3), ((8.2, 9.5), 0.3):
    bent = f"arc3,rad={turn}"
    style = {"arrowstyle": "->", "connectionstyle": bent, "color": "0.5"}
    ax.annotate("", end, (3, 3 if end[1] < 4 else 8.2), arrowprops=style)
ax.set(xlim=(-0.1, 15.9), ylim=(10.6, -1), aspect="equal")
ax.axis("off")
