"""Keras 2.2+, channels_last, Permute: ask the layers."""

import keras
import numpy as np

C, H, W, OUT = 2, 3, 4, 5  # channels, rows, columns, outputs
data_format = "channels_last"
shape = (H, W, C)

flat = keras.layers.Flatten()
between = [keras.layers.Permute((2, 1, 3)), flat]  # put your layers here


def flatten(x):
    for layer in between:
        x = layer(x)
    return x


# Send the positions 0, 1, 2, ... through: where does each row come from?
positions = np.arange(C * H * W).reshape(1, *shape)
order = keras.ops.convert_to_numpy(flatten(positions))[0]

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

in_map_order = np.empty_like(W_dense)
in_map_order[order] = W_dense  # undo the shuffle, row by row
kernel = in_map_order.reshape(H, W, C, OUT)
dense.set_weights([W_dense, bias])
convolution.set_weights([kernel, bias])

maps = rng.integers(-3, 4, (8, *shape))
expected, converted = model.predict(maps, verbose=0)
same = np.allclose(expected, converted.reshape(expected.shape))
print("kernel", kernel.shape, "equal" if same else "DIFFERENT")
