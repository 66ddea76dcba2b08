"""A VGG-shaped network: 36 crops of 224 against one pass over 384 x 384."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
blocks = [(2, 4), (2, 8), (3, 16), (3, 16), (3, 16)]  # convolutions, filters


def network(size, head):
    model = keras.Sequential([keras.Input((size, size, 3))])
    for convolutions, filters in blocks:
        for _ in range(convolutions):
            conv = layers.Conv2D(
                filters,
                3,
                padding="same",
                activation="relu",
                kernel_initializer="he_normal",
            )
            model.add(conv)
        model.add(layers.MaxPooling2D(2))
    for layer in head:
        model.add(layer)
    return model


classic = network(224, [layers.Flatten(), layers.Dense(1)])
converted = network(None, [layers.Conv2D(1, 7)])
*trunk, W_dense, bias = classic.get_weights()
converted.set_weights([*trunk, W_dense.reshape(7, 7, 16, 1), bias])

patches = np.random.default_rng(0).random((1, 24, 24, 3), dtype="float32")
image = patches.repeat(16, axis=1).repeat(16, axis=2)  # 384 x 384
cells = converted.predict(image, verbose=0)[0, ..., 0]
corners = range(0, 161, 32)
crops = [image[0, r : r + 224, c : c + 224] for r in corners for c in corners]
crops = np.stack(crops)
answers = classic.predict(crops, batch_size=6, verbose=0).reshape(6, 6)
one_crop = converted.predict(crops[:1], verbose=0).item()

print("one crop alone, equal:", np.isclose(one_crop, answers[0, 0], rtol=1e-3))
equal = np.isclose(cells, answers, rtol=1e-3, atol=0)
print(f"cells of the scan equal to their crop: {equal.sum()} of {equal.size}")
print(f"deviation of the 36 answers {answers.std():.3f}")
print(f"largest difference {np.abs(cells - answers).max():.3f}")
