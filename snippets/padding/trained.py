"""Train a padded network on crops or on whole pages; read both with both."""

import keras
from sklearn.datasets import load_digits

keras.config.set_floatx("float64")  # the same figures on every machine
digits = load_digits()
images, labels = digits.images / 16, digits.target


def pages(start, count):
    """Pages of 6 x 6 digits edge to edge, and the class of each place."""
    x = images[start : start + 36 * count].reshape(count, 6, 6, 8, 8)
    x = x.transpose(0, 1, 3, 2, 4).reshape(count, 48, 48, 1)
    return x, labels[start : start + 36 * count].reshape(count, 6, 6)


def crops(start, count):
    stop = start + 36 * count
    return images[start:stop, :, :, None], labels[start:stop].reshape(-1, 1, 1)


for name, learn in (("crops", crops), ("pages", pages)):
    keras.utils.set_random_seed(0)
    network = keras.Sequential(
        [
            keras.Input((None, None, 1)),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.Conv2D(10, 8, strides=8),  # Dense on each 8 x 8
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile("adam", loss)
    x, y = learn(0, 36)
    network.fit(x, y, epochs=8, batch_size=len(x) // 36, verbose=0)
    for kind, read in (("crops", crops), ("pages", pages)):
        x, y = read(1296, 13)
        right = network.predict(x, verbose=0).argmax(-1) == y
        print(f"trained on {name}, reads {kind}: {right.sum()} of {right.size}")
