"""A kernel reshaped instead of transposed fits, and mixes the filters."""

import keras
import numpy as np

Win = np.arange(1, 10).reshape(3, 1, 1, 3)
right = Win.transpose(2, 3, 1, 0)
wrong = Win.reshape(1, 3, 1, 3)

conv = keras.layers.Conv2D(3, (1, 3), use_bias=False)
conv.build((None, 5, 7, 1))
for name, kernel in (("transpose", right), ("reshape", wrong)):
    conv.set_weights([kernel])  # raises nothing, either way
    loaded = keras.ops.convert_to_numpy(conv.kernel)
    print(name, kernel.shape)
    print("  filter 0:", loaded[0, :, 0, 0])
