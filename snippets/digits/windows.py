"""Windows of pages to learn from: each with a digit, few of the others."""

import numpy as np
from sklearn.datasets import load_digits

rng = np.random.default_rng(0)
digits = load_digits()
NONE = 10  # the class of a window without a digit


def lay_out(first, last, tries, height, width):
    """A page, and the class of each 8 x 8 window by its corner."""
    page = np.zeros((height, width))
    truth = np.full((height - 7, width - 7), NONE)
    for i in rng.integers(first, last, tries):
        r, c = rng.integers(0, truth.shape)
        near = truth[max(r - 6, 0) : r + 7, max(c - 6, 0) : c + 7]
        if (near == NONE).all():  # neighbours may share a border
            window = page[r : r + 8, c : c + 8]
            np.maximum(window, digits.images[i] / 16, out=window)
            truth[r, c] = digits.target[i]
    return page, truth


page, truth = lay_out(1300, 1797, 80, 48, 120)  # digits for the test only
print("the page", page.shape, "windows", truth.size, "digits", end=" ")
print((truth != NONE).sum())
windows, classes = [], []
for _ in range(100):  # pages of the first 1300 digits, to learn from
    sheet, labels = lay_out(0, 1300, 60, 64, 64)
    keep = (labels != NONE) | (rng.random(labels.shape) < 0.05)
    cut = np.lib.stride_tricks.sliding_window_view(sheet, (8, 8))
    windows.append(cut[keep])
    classes.append(labels[keep])

x, y = np.concatenate(windows), np.concatenate(classes)
print("windows to learn from", x.shape)
for name, number in zip([*range(10), "none"], np.bincount(y), strict=True):
    print(f"  {name}: {number}")
