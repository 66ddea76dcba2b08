"""A mask for each pixel: the score map upsampled, with and without skips."""
# timeout: 600

import keras
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits

from fully_convolutional import to_fully_convolutional

keras.config.set_floatx("float64")  # the same on other processors, as shown
layers = keras.layers
images, digits = load_digits(n_class=4, return_X_y=True)
images = np.kron(images.reshape(-1, 8, 8) / 16, np.ones((2, 2)))  # 16 × 16
TRAIN = 540  # digits to train with; the others are for the test
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def pages(count, rng, chosen):
    page, mask = np.zeros((count, 48, 48)), np.zeros((count, 48, 48), int)
    which = rng.choice(chosen, 5 * count)
    for i, n in zip(np.repeat(range(count), 5), which, strict=True):
        row, column = rng.integers(0, 33, 2)
        window = np.s_[i, row : row + 16, column : column + 16]
        page[window] = np.maximum(page[window], images[n])
        mask[window][images[n] > 0.3] = digits[n] + 1
    return page[..., None], mask[:, 6:42, 6:42]  # the middles of the windows


def classic_network():
    model = keras.Sequential(
        [
            keras.Input((16, 16, 1)),
            layers.Conv2D(8, 3, padding="same", activation="relu", name="fine"),
            layers.MaxPooling2D(2, name="half"),
            layers.Conv2D(16, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(32, activation="relu", name="hidden"),
            layers.Dense(4),
        ]
    )
    model.compile("adam", loss)
    model.fit(images[:TRAIN, ..., None], digits[:TRAIN], epochs=8, verbose=0)
    return model


def mask_network(classic, skips):
    """Five scores a pixel, from the converted network, upsampled in steps."""
    converted = to_fully_convolutional(classic)
    scores = layers.Conv2D(5, 1)(converted.get_layer("hidden").output)
    if not skips:
        scores = layers.UpSampling2D(4, interpolation="bilinear")(scores)
        return keras.Model(converted.input, scores)
    for name, border in {"half": 3, "fine": 6}.items():
        seen = layers.Cropping2D(border)(converted.get_layer(name).output)
        seen = layers.Conv2D(5, 1, kernel_initializer="zeros")(seen)
        scores = layers.UpSampling2D(2, interpolation="bilinear")(scores) + seen
    return keras.Model(converted.input, scores)


def intersection_over_union(guess, mask):
    both = [((guess == k) & (mask == k)).sum() for k in range(5)]
    any_ = [((guess == k) | (mask == k)).sum() for k in range(5)]
    return np.mean(np.divide(both, any_))


for seed in range(3):
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    classic = classic_network()
    train = pages(300, rng, np.arange(TRAIN))
    page, mask = pages(60, rng, np.arange(TRAIN, len(images)))
    panels = {"page": page[0, 6:42, 6:42, 0], "truth": mask[0]}
    for skips in (False, True):
        model = mask_network(classic, skips)
        model.compile(keras.optimizers.Adam(4e-3), loss)
        model.fit(*train, epochs=8, batch_size=8, verbose=0)
        guess = keras.ops.convert_to_numpy(model(page)).argmax(axis=-1)
        panels["with skips" if skips else "without skips"] = guess[0]
        result = intersection_over_union(guess, mask)
        print(f"seed {seed}, skips {skips}: {result:.2f}")

colours = np.array([plt.matplotlib.colors.to_rgba(f"C{k}") for k in range(5)])
colours[0] = 0  # the background: nothing
figure, axes = plt.subplots(2, 2, figsize=(3.6, 4.2), layout="constrained")
for ax, (name, values) in zip(axes.flat, panels.items(), strict=True):
    ax.set(title=name, xticks=[], yticks=[])
    ax.spines[:].set_visible(True)
    if name == "page":
        ax.imshow(values, "gray_r", interpolation="none")
    else:
        ax.imshow(colours[values], interpolation="none")
for k, colour in enumerate(colours[1:]):
    ax.plot([], [], "s", color=colour, label=str(k))
figure.legend(loc="outside lower center", ncols=4)
