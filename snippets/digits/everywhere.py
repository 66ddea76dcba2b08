"""A network that was never shown an empty place sees digits everywhere."""

import keras
import numpy as np
from scipy.ndimage import maximum_filter
from sklearn.datasets import load_digits

from fully_convolutional import receptive_field, to_fully_convolutional

keras.utils.set_random_seed(0)
keras.config.set_floatx("float64")  # the same figures on every machine
digits = load_digits()
images, labels = digits.images / 16, digits.target
layers = keras.layers
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
print(f"single digits read rightly: {right} of {len(answers)}")

sweep = to_fully_convolutional(classic)
print("cells equal crops:", receptive_field(sweep).equals_cropping)
page = np.zeros((48, 112))  # 3 rows of 7 digits, 8 empty pixels between them
for i in range(21):
    r, c = 4 + 16 * (i // 7), 4 + 16 * (i % 7)
    page[r : r + 8, c : c + 8] = images[1300 + i]
maps = sweep.predict(page[None, ..., None], verbose=0)
scores = keras.ops.convert_to_numpy(keras.ops.softmax(maps))[0]
sure = scores.max(-1)
on_digit = np.zeros(sure.shape, dtype=bool)
on_digit[4::16, 4::16] = True
peaks = (sure == maximum_filter(sure, 9)) & (sure > 0.5)
print(f"cells {sure.size}, on a digit {on_digit.sum()}")
print("more than 50 % sure", (sure > 0.5).sum())
print("more than 90 % sure", (sure > 0.9).sum())
print(f"local maxima {peaks.sum()}, on a digit {(peaks & on_digit).sum()}")
empty = np.lib.stride_tricks.sliding_window_view(page, (8, 8)).max((2, 3)) == 0
blank = scores[empty][0]
print(
    f"{empty.sum()} empty windows: a {blank.argmax()}, {blank.max():.0%} sure"
)
