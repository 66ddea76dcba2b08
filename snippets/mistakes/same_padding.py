"""'same' on the converted layer keeps the size and changes the answers."""

import keras
import numpy as np

rng = np.random.default_rng(0)
w = rng.integers(-3, 4, (3 * 3 * 2, 1)).astype("float32")
feature_map = rng.integers(-3, 4, (1, 4, 5, 2)).astype("float32")
windows = [feature_map[0, i : i + 3, j : j + 3] for i, j in np.ndindex(2, 3)]
dense = np.array([(v.reshape(-1) @ w)[0] for v in windows]).reshape(2, 3)

print("Dense on every 3x3 window:\n", dense)
for padding in ("valid", "same"):
    conv = keras.layers.Conv2D(1, 3, padding=padding, use_bias=False)
    conv.build(feature_map.shape)
    conv.set_weights([w.reshape(3, 3, 2, 1)])
    y = keras.ops.convert_to_numpy(conv(feature_map))[0, :, :, 0]
    print(f"{padding}:\n", y)
