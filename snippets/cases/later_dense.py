"""Keras 2.2+, channels_last, Dense: no order."""

import keras
import numpy as np

FEATURES, OUT = 6, 5  # numbers in, numbers out
data_format = "channels_last"
shape = (1, 1, FEATURES)

flatten = keras.layers.Reshape((FEATURES,))
dense = keras.layers.Dense(OUT)
convolution = keras.layers.Conv2D(OUT, 1, data_format=data_format)
one_cell = keras.Input(shape)
both = [dense(flatten(one_cell)), convolution(one_cell)]
model = keras.Model(one_cell, both)
if data_format == "channels_first":
    model.compile(jit_compile=True)  # else some processors refuse it

rng = np.random.default_rng(0)  # in place of your layer.get_weights()
W_dense = rng.integers(-3, 4, (FEATURES, OUT))
bias = rng.integers(-3, 4, OUT)

kernel = W_dense.reshape(1, 1, FEATURES, OUT)
dense.set_weights([W_dense, bias])
convolution.set_weights([kernel, bias])

cells = rng.integers(-3, 4, (8, *shape))
expected, converted = model.predict(cells, verbose=0)
same = np.allclose(expected, converted.reshape(expected.shape))
print("kernel", kernel.shape, "equal" if same else "DIFFERENT")
