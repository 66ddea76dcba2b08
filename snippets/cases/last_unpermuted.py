"""Keras 2.2+, channels_last, Flatten(), set to channels_last: H,W,C."""

import keras
import numpy as np

C, H, W, OUT = 2, 3, 4, 5  # channels, rows, columns, outputs
data_format = "channels_last"
shape = (H, W, C)

keras.config.set_image_data_format("channels_last")
flatten = keras.layers.Flatten()
dense = keras.layers.Dense(OUT)
convolution = keras.layers.Conv2D(OUT, (H, W), data_format=data_format)
feature_map = keras.Input(shape)
both = [dense(flatten(feature_map)), convolution(feature_map)]
model = keras.Model(feature_map, both)
if data_format == "channels_first":
    model.compile(jit_compile=True)  # else some processors refuse it

rng = np.random.default_rng(0)  # in place of your layer.get_weights()
W_dense = rng.integers(-3, 4, (C * H * W, OUT))
bias = rng.integers(-3, 4, OUT)

kernel = W_dense.reshape(H, W, C, OUT)
dense.set_weights([W_dense, bias])
convolution.set_weights([kernel, bias])

maps = rng.integers(-3, 4, (8, *shape))
expected, converted = model.predict(maps, verbose=0)
same = np.allclose(expected, converted.reshape(expected.shape))
print("kernel", kernel.shape, "equal" if same else "DIFFERENT")
