"""Way out 3: keep channels_first outside, convolve in channels_last inside."""

import os

os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import keras
import numpy as np

first = keras.Sequential(
    [
        keras.Input((1, 5, 7)),
        keras.layers.Conv2D(3, (1, 3), data_format="channels_first"),
    ]
)
first.compile(jit_compile=True)  # way out 1
model = keras.Sequential(
    [
        keras.Input((1, 5, 7)),
        keras.layers.Permute((2, 3, 1)),  # C,H,W -> H,W,C
        keras.layers.Conv2D(3, (1, 3), data_format="channels_last"),
        keras.layers.Permute((3, 1, 2)),  # H,W,C -> C,H,W
    ]
)
rng = np.random.default_rng(0)
first.set_weights([rng.normal(size=w.shape) for w in first.get_weights()])
model.set_weights(first.get_weights())

x = rng.normal(size=(1, 1, 5, 7))
y = model.predict(x, verbose=0)
expected = first.predict(x, verbose=0)
print("output:", y.shape)
print("equal:", np.allclose(y, expected, atol=1e-5))
