"""Average pooling's default stride is its size: it skips windows."""

import keras
import numpy as np

feature_map = np.random.default_rng(0).normal(size=(1, 23, 60, 1))
for strides in (None, 1):
    pool = keras.layers.AveragePooling2D((7, 7), strides=strides)
    print(f"strides={strides}:", pool(feature_map).shape[1:3])

every = np.lib.stride_tricks.sliding_window_view(
    feature_map[0, :, :, 0], (7, 7)
)
got = keras.ops.convert_to_numpy(pool(feature_map))[0, :, :, 0]
print("every window:", every.shape[:2])
print("equal:", np.allclose(got, every.mean((2, 3)), atol=1e-5))
