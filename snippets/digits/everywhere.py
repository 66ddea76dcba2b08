"""A network that was never shown an empty place sees digits everywhere."""

import keras
import numpy as np
from keras import layers
from scipy.ndimage import maximum_filter
from sklearn.datasets import load_digits

from fully_convolutional import receptive_field, to_fully_convolutional

keras.utils.set_random_seed(0)
keras.config.set_floatx("float64")  # the same counts on every machine
digits = load_digits()
images, labels = digits.images / 16, digits.target

rng, places = np.random.default_rng(0), []
page = np.zeros((48, 120))  # the page above, drawn the same way
for i in rng.integers(1300, 1797, 80):
    r, c = rng.integers(0, (41, 113))
    if all(max(abs(r - a), abs(c - b)) > 6 for a, b in places):
        window = page[r : r + 8, c : c + 8]
        np.maximum(window, images[i], out=window)
        places.append((r, c))

classic = keras.Sequential([keras.Input((8, 8, 1))])
classic.add(layers.Conv2D(8, 3, activation="relu"))
classic.add(layers.Conv2D(16, 3, activation="relu"))
classic.add(layers.Flatten())
classic.add(layers.Dense(32, activation="relu"))
classic.add(layers.Dense(10))
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
classic.compile("adam", loss)
classic.fit(images[:1300, ..., None], labels[:1300], epochs=20, verbose=0)
answers = classic.predict(images[1300:, ..., None], verbose=0).argmax(1)
right = (answers == labels[1300:]).sum()
print(f"single digits read correctly: {right} of {len(answers)}")

converted = to_fully_convolutional(classic)
print("cells equal crops:", receptive_field(converted).equals_cropping)
logits = converted.predict(page[None, ..., None], verbose=0)[0]
scores = keras.ops.convert_to_numpy(keras.ops.softmax(logits))
sure = scores.max(-1)
print(f"cells {sure.size}, more than 90 % sure {(sure > 0.9).sum()}")
finds = np.argwhere((sure == maximum_filter(sure, 9)) & (sure > 0.5))
distance = np.abs(np.array(places)[:, None] - finds).max(-1)
beside = distance.min(0) > 1
print("digits on the page", len(places))
print("local maxima", len(finds))
print("digits found, to 1 pixel", (distance.min(1) <= 1).sum())
print("maxima where no digit is", beside.sum())
print("the least, median and most sure of them")
for name, which in (("on a digit", ~beside), ("beside", beside)):
    levels = np.quantile(sure[tuple(finds[which].T)], (0, 0.5, 1))
    print(f"  {name:10s}", *(f"{level:.3f}" for level in levels))
windows = np.lib.stride_tricks.sliding_window_view(page, (8, 8))
blank = scores[windows.max((2, 3)) == 0]
first = blank[0].argmax(), blank[0].max()
print(f"{len(blank)} empty windows: a {first[0]}, {first[1]:.0%} sure")
