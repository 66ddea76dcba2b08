"""A padded network on a large image is not the same as on its crops."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
x = np.random.default_rng(0).normal(size=(1, 32, 32, 1)).astype("float32")
for padding, size in (("same", 16), ("valid", 22)):
    trunk = [
        layers.Conv2D(4, 3, padding=padding, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(4, 3, padding=padding, activation="relu"),
        layers.MaxPooling2D(2),
    ]
    net = keras.Sequential([keras.Input((None, None, 1)), *trunk])
    net.add(layers.Conv2D(2, 4))  # the Dense on a 4x4 map, converted
    whole = net.predict(x, verbose=0)[0]
    cells = list(np.ndindex(whole.shape[:2]))
    crops = [x[0, 4 * i :, 4 * j :][:size, :size] for i, j in cells]
    alone = net.predict(np.array(crops), verbose=0)[:, 0, 0]
    equal = [
        np.allclose(whole[c], a, atol=1e-5)
        for c, a in zip(cells, alone, strict=True)
    ]
    print(f"padding={padding!r}: {size}x{size} crops,", end=" ")
    print(f"equal cells: {sum(equal)} of {len(cells)}")
