"""Let the layers tell their order: send the positions 0, 1, 2, ... through."""

import keras
import numpy as np

H, W, C, OUT = 2, 3, 4, 5
between = keras.Sequential(  # all that stands between the map and the Dense
    [
        keras.Input((C, H, W)),
        keras.layers.Permute((2, 1, 3)),
        keras.layers.Flatten(data_format="channels_first"),
    ]
)
positions = np.arange(C * H * W, dtype="float32").reshape(1, C, H, W)
order = between.predict(positions, verbose=0)[0].astype(int)
print("vector element k comes from map element:", order)

rng = np.random.default_rng(0)
dense = rng.integers(-9, 10, (C * H * W, OUT))
in_map_order = np.empty_like(dense)
in_map_order[order] = dense  # undo the shuffle, row by row
kernel = in_map_order.reshape(C, H, W, OUT).transpose(1, 2, 0, 3)

x = rng.integers(-9, 10, (C, H, W))
expected = between.predict(x[None].astype("float32"), verbose=0) @ dense
got = np.einsum("chw,hwco->o", x, kernel)
print("dense    ", expected[0])
print("converted", got)
