"""Train with a background class, sweep a page, find the digits, count."""

import keras
import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.ndimage import maximum_filter
from sklearn.datasets import load_digits

from fully_convolutional import to_fully_convolutional

keras.utils.set_random_seed(0)
keras.config.set_floatx("float64")  # the same counts on every machine
rng = np.random.default_rng(0)
digits = load_digits()


def lay_out(first, last, tries, height, width):
    """A page, and the class of each 8 x 8 window by its corner; 10 is none."""
    page, truth = (
        np.zeros((height, width)),
        np.full((height - 7, width - 7), 10),
    )
    for i in rng.integers(first, last, tries):
        r, c = rng.integers(0, truth.shape)
        if (truth[max(r - 6, 0) : r + 7, max(c - 6, 0) : c + 7] == 10).all():
            window = page[r : r + 8, c : c + 8]  # neighbours may share a border
            np.maximum(window, digits.images[i] / 16, out=window)
            truth[r, c] = digits.target[i]
    return page, truth


windows, classes = [], []
for _ in range(100):  # pages of the first 1300 digits, to learn from
    page, truth = lay_out(0, 1300, 60, 64, 64)
    keep = (truth < 10) | (rng.random(truth.shape) < 0.05)
    windows.append(sliding_window_view(page, (8, 8))[keep])
    classes.append(truth[keep])
layers = keras.layers
classic = keras.Sequential([keras.Input((8, 8, 1))])
classic.add(layers.Conv2D(8, 3, activation="relu"))
classic.add(layers.Conv2D(16, 3, activation="relu"))
classic.add(layers.Flatten())
classic.add(layers.Dense(32, activation="relu"))
classic.add(layers.Dense(11))
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
classic.compile("adam", loss)
x, y = np.concatenate(windows)[..., None], np.concatenate(classes)
classic.fit(x, y, epochs=5, batch_size=128, verbose=0)

page, truth = lay_out(1300, 1797, 80, 48, 120)  # digits it has never seen
maps = to_fully_convolutional(classic).predict(page[None, ..., None], verbose=0)
scores = keras.ops.convert_to_numpy(keras.ops.softmax(maps))[0]
some = 1 - scores[..., 10]  # how sure that there is any digit
peaks = np.argwhere((some == maximum_filter(some, 9)) & (some > 0.5))
read = scores[..., :10].argmax(-1)[tuple(peaks.T)]

places = np.argwhere(truth < 10)
away = np.abs(places[:, None] - peaks).max(-1)  # pixels, place by peak
found, nearest = away.min(1) <= 1, away.argmin(1)
right = found & (read[nearest] == truth[tuple(places.T)])
others = np.abs(places[:, None] - places).max(-1) + 99 * np.eye(len(places))
touching = others.min(1) <= 8
print("digits on the page", len(places))
print("found within 1 pixel", found.sum(), "exactly", (away.min(1) == 0).sum())
print("read rightly", right.sum())
print(
    "  of those that touch another", right[touching].sum(), "of", touching.sum()
)
print("  of the others", right[~touching].sum(), "of", (~touching).sum())
print("found where no digit is", (away.min(0) > 1).sum())

mosaic = "PPPPP;PPPPP;PPPPP;PPPPP;01234;56789"
figure, axes = plt.subplot_mosaic(mosaic, figsize=(7, 4.6), layout="tight")
for name, ax in axes.items():
    ax.set(xlim=(0, 120), ylim=(48, 0), aspect="equal", xticks=[], yticks=[])
    ax.spines[:].set_visible(True)
    if name == "P":
        ax.contourf(page, [0.4, 2], colors=["0.5"])
        for (r, c), digit in zip(peaks, read, strict=True):
            ax.add_patch(plt.Rectangle((c, r), 7, 7, fill=False, ec="C0"))
            ax.text(c, r, digit, color="C0", weight="bold", va="bottom")
    else:
        for r, c in np.argwhere(truth == int(name)):
            ax.add_patch(plt.Rectangle((c, r), 7, 7, fill=False, ec="0.5"))
        for sure, size in ((0.1, 3), (0.5, 12)):
            r, c = np.nonzero(scores[..., int(name)] > sure)
            ax.scatter(c + 3.5, r + 3.5, s=size, color="C1", lw=0)
        ax.set_title(name)
