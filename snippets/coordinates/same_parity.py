"""padding="same" with stride 2 starts at another pixel when the size is odd."""

import keras
import numpy as np

layer = keras.layers.Conv1D(1, 3, strides=2, padding="same", use_bias=False)
model = keras.Sequential([keras.Input((None, 1)), layer])
layer.set_weights([np.ones((3, 1, 1))])

for size in (6, 7):
    one_pixel_each = np.eye(size)[:, :, None]  # row p: only pixel p is 1
    moved = model.predict(one_pixel_each, verbose=0)[..., 0] != 0
    print(f"{size} pixels")
    for cell in range(moved.shape[1]):
        print(f"  cell {cell} sees", np.flatnonzero(moved[:, cell]).tolist())
