"""channels_last map, Flatten('channels_last') or Reshape: H,W,C."""

import keras
import numpy as np

rng = np.random.default_rng(0)
C, H, W, OUT = 2, 3, 4, 5
x = rng.integers(-3, 4, (1, H, W, C)).astype("float32")
w = rng.integers(-3, 4, (C * H * W, OUT)).astype("float32")

dense = keras.Sequential(
    [
        keras.Input((H, W, C)),
        keras.layers.Flatten(data_format="channels_last"),
        keras.layers.Dense(OUT, use_bias=False),
    ]
)
dense.set_weights([w])

conv = keras.Sequential(
    [
        keras.Input((H, W, C)),
        keras.layers.Conv2D(
            OUT, (H, W), use_bias=False, data_format="channels_last"
        ),
    ]
)
kernel = w.reshape(H, W, C, OUT)
conv.set_weights([kernel])

print("kernel   ", kernel.shape)
print("dense    ", dense.predict(x, verbose=0)[0])
print("converted", conv.predict(x, verbose=0).squeeze())
