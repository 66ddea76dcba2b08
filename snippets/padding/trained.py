"""Train padded networks on crops or on whole pages; read both with both."""
# timeout: 180

import keras
from keras import layers
from sklearn.datasets import load_digits

keras.config.set_floatx("float64")  # the same counts on every machine
digits = load_digits()
images, labels = digits.images / 16, digits.target


def crops(start, count):
    stop = start + 36 * count
    return images[start:stop, :, :, None], labels[start:stop].reshape(-1, 1, 1)


def pages(start, count):
    """Pages of 6 x 6 digits edge to edge, and the class of each place."""
    x = images[start : start + 36 * count].reshape(count, 6, 6, 8, 8)
    x = x.transpose(0, 1, 3, 2, 4).reshape(count, 48, 48, 1)
    return x, labels[start : start + 36 * count].reshape(count, 6, 6)


def three_networks():
    """Side by side in one model: same layers, each with a start of its own."""
    image = keras.Input((None, None, 1))
    logits = []
    for _ in range(3):
        x = layers.Conv2D(8, 3, padding="same", activation="relu")(image)
        x = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
        logits.append(layers.Conv2D(10, 8, strides=8)(x))  # was Dense(10)
    return keras.Model(image, logits)


print("right, of 468  read as crops  read as pages")
for name, learn in (("crops", crops), ("pages", pages)):
    keras.utils.set_random_seed(0)
    networks = three_networks()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    networks.compile("adam", loss=[loss] * 3)
    x, y = learn(0, 36)
    networks.fit(x, [y] * 3, epochs=8, batch_size=len(x) // 36, verbose=0)
    counts = []
    for read in (crops, pages):
        x, y = read(1296, 13)
        answers = [z.argmax(-1) for z in networks.predict(x, verbose=0)]
        right = [int((answer == y).sum()) for answer in answers]
        counts.append(" ".join(map(str, right)))
    print(f"learnt {name}   {counts[0]}    {counts[1]}")
