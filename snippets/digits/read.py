"""The class at each find: what is read, what is missed, ten heat maps."""

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers
from scipy.ndimage import maximum_filter
from sklearn.datasets import load_digits

from fully_convolutional import to_fully_convolutional

keras.utils.set_random_seed(0)
keras.config.set_floatx("float64")  # the same counts on every machine
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
windows, classes = [], []
for _ in range(100):  # pages of the first 1300 digits, to learn from
    sheet, labels = lay_out(0, 1300, 60, 64, 64)
    keep = (labels != NONE) | (rng.random(labels.shape) < 0.05)
    cut = np.lib.stride_tricks.sliding_window_view(sheet, (8, 8))
    windows.append(cut[keep])
    classes.append(labels[keep])

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

converted = to_fully_convolutional(classic)
logits = converted.predict(page[None, ..., None], verbose=0)[0]
scores = keras.ops.convert_to_numpy(keras.ops.softmax(logits))
any_digit = 1 - scores[..., NONE]  # how sure that a digit stands here
maxima = (any_digit == maximum_filter(any_digit, 9)) & (any_digit > 0.5)
finds = np.argwhere(maxima)
read = scores[..., :10].argmax(-1)[maxima]

places = np.argwhere(truth != NONE)
distance = np.abs(places[:, None] - finds).max(-1)  # in pixels
found, nearest = distance.min(1) <= 1, distance.argmin(1)
right = found & (read[nearest] == truth[truth != NONE])
apart = np.abs(places[:, None] - places).max(-1)
touching = (apart <= 8).sum(1) > 1  # itself and another
print("read correctly", right.sum(), "of", len(places))
print("  touching another:", right[touching].sum(), "of", touching.sum())
print("  the others:", right[~touching].sum(), "of", (~touching).sum())
own = any_digit[truth != NONE][~found]  # at the digits that were missed
near = maximum_filter(any_digit, 9)[truth != NONE][~found]
print(f"missed {len(own)}, beside a surer cell: {(near > own).sum()}")

# at each find: is there a digit, and is it this one?
at, none = distance.argmin(0), distance.min(0) > 1
wrong = none | (read != truth[truth != NONE][at])
figure, axes = plt.subplot_mosaic(
    "PPPPP;PPPPP;PPPPP;PPPPP;01234;56789", figsize=(6, 4.4), layout="tight"
)
figure.get_layout_engine().set(w_pad=0.3, h_pad=0.6)
for name, ax in axes.items():
    ax.set(xlim=(0, 120), ylim=(48, 0), aspect="equal", xticks=[], yticks=[])
    ax.spines[:].set_visible(True)
    if name == "P":
        ax.set(ylim=(48, -6))  # room for the labels of the first row
        ax.contourf(page, [0.4, 2], colors=["0.5"])
        for (r, c), digit, ill in zip(finds, read, wrong, strict=True):
            how = "C1" if ill else "C0"
            ax.add_patch(plt.Rectangle((c, r), 7, 7, fill=False, ec=how))
            ax.text(c, r + 1, digit, color=how, weight="bold", size=13)
    else:
        for r, c in np.argwhere(truth == int(name)):
            ax.add_patch(plt.Rectangle((c, r), 7, 7, fill=False, ec="0.5"))
        for sure, size in ((0.1, 2), (0.5, 8)):
            r, c = np.nonzero(scores[..., int(name)] > sure)
            ax.scatter(c + 3.5, r + 3.5, s=size, color="C1", lw=0)
        ax.set_title(name, pad=2, size=13)
