"""Flatten order, cure: ask the layer for its order, and undo just that."""

import keras
import numpy as np

H, W, C, OUT = 4, 5, 3, 2
rng = np.random.default_rng(0)
maps = rng.normal(size=(200, H, W, C)).astype("float32")
W_dense = rng.normal(size=(H * W * C, OUT))
places = np.arange(H * W * C).reshape(1, H, W, C)

for data_format in ("channels_last", "channels_first"):
    flat = keras.layers.Flatten(data_format=data_format)
    order = keras.ops.convert_to_numpy(flat(places))[0]
    kernel = np.empty_like(W_dense)
    kernel[order] = W_dense  # each row to the place that its value came from
    kernel = kernel.reshape(H, W, C, OUT)

    before = keras.ops.convert_to_numpy(flat(maps)) @ W_dense
    after = np.einsum("nhwc,hwco->no", maps, kernel)
    plain = np.einsum("nhwc,hwco->no", maps, W_dense.reshape(H, W, C, OUT))
    print(f"Flatten({data_format!r}) reads", order[:6], "...")
    print("    rows put in place:", np.allclose(before, after, atol=1e-4))
    print("    plain reshape:    ", np.allclose(before, plain, atol=1e-4))
