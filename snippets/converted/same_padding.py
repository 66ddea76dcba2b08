"""padding='same' keeps the size and gives up the equality."""

import keras
import numpy as np

rng = np.random.default_rng(0)
features = rng.integers(0, 9, (1, 5, 5, 3)).astype("float32")
W_dense = rng.integers(-9, 9, (75, 2)).astype("float32")
dense = features.reshape(1, 75) @ W_dense

for padding in ("valid", "same"):
    conv = keras.layers.Conv2D(2, (5, 5), use_bias=False, padding=padding)
    conv.build(features.shape)
    conv.set_weights([W_dense.reshape(5, 5, 3, 2)])
    output = keras.ops.convert_to_numpy(conv(features))
    equal = np.all(output == dense, axis=-1)
    print(f"{padding}: {equal.sum()} of {equal.size} cells equal")
