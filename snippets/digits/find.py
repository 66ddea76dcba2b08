"""Train on the windows, convert, scan a page, and find its digits."""

import keras
import numpy as np
from keras import layers
from scipy.ndimage import maximum_filter
from sklearn.datasets import load_digits

from fully_convolutional import receptive_field, to_fully_convolutional

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
print("cells equal crops:", receptive_field(converted).equals_cropping)
logits = converted.predict(page[None, ..., None], verbose=0)[0]
scores = keras.ops.convert_to_numpy(keras.ops.softmax(logits))
any_digit = 1 - scores[..., NONE]  # how sure that a digit stands here
maxima = (any_digit == maximum_filter(any_digit, 9)) & (any_digit > 0.5)
finds = np.argwhere(maxima)

places = np.argwhere(truth != NONE)
distance = np.abs(places[:, None] - finds).max(-1)  # in pixels
print("digits on the page", len(places))
print("local maxima", len(finds))
print("digits found, to 1 pixel", (distance.min(1) <= 1).sum())
print("digits found, exactly", (distance.min(1) == 0).sum())
print("maxima where no digit is", (distance.min(0) > 1).sum())
