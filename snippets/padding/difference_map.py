"""Figure: where a crop and the whole image disagree, for three stacks."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle
from scipy.signal import convolve2d

rng = np.random.default_rng(1)
kernels = rng.random((4, 3, 3))
image, start, side = rng.random((48, 48)), 16, 16


def run(x, padding, pools):
    for number, kernel in enumerate(kernels):
        x = convolve2d(x, kernel, mode=padding)
        if pools and number % 2:  # two convolutions, then a pool
            x = x.reshape(len(x) // 2, 2, -1, 2).max(axis=(1, 3))
    return x


# title, padding, pools; size, stride and offset of the receptive field
cases = [
    ("4 convolutions\nvalid", "valid", False, 9, 1, 0),
    ("4 convolutions\nsame", "same", False, 9, 1, -4),
    ("2 VGG blocks\nsame", "same", True, 16, 4, -6),
]
figure, axes = plt.subplots(1, 3, figsize=(4.5, 2.3), layout="constrained")
for ax, (title, padding, pools, size, stride, offset) in zip(
    axes, cases, strict=True
):
    crop = run(image[start:-start, start:-start], padding, pools)
    cells, at = len(crop), start // stride
    whole = run(image, padding, pools)[at : at + cells, at : at + cells]
    wrong = np.abs(crop - whole) > 1e-9 * np.abs(whole).max()
    left = offset + (size - stride) / 2  # where the map lies over the crop
    for r, c in np.argwhere(wrong):
        corner = (left + c * stride, left + r * stride)
        width = stride + 0.25  # squares overlap a little: no seams between them
        ax.add_patch(Rectangle(corner, width, width, fc="C1", lw=0))
    ax.add_patch(Rectangle((0, 0), side, side, fill=False, ec="0.5", lw=2))
    seen = offset + cells // 2 * stride
    ax.add_patch(Rectangle((seen, seen), size, size, fill=False, ec="C0", lw=2))
    ax.set(title=title, xlim=(-3, 19), ylim=(19, -3), aspect="equal")
    ax.set_xlabel(f"{wrong.sum()} of {wrong.size}\ncells differ")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    print(
        f"{title.replace(chr(10), ', ')}: {wrong.sum()} of {wrong.size} differ"
    )
