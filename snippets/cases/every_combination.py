"""Every way Keras flattens a map, each formula checked by brute force."""

import keras
import numpy as np

H, W, C, OUT = 2, 3, 4, 5
rng = np.random.default_rng(0)
W_dense = rng.integers(-9, 10, (H * W * C, OUT))
feature_map = rng.integers(-9, 10, (H, W, C))
kernels = {
    "H,W,C": W_dense.reshape(H, W, C, OUT),
    "C,H,W": W_dense.T.reshape(OUT, C, H, W).transpose(2, 3, 1, 0),
    "W,C,H": W_dense.reshape(W, C, H, OUT).transpose(2, 0, 1, 3),
}
tensors = {
    "channels_last": feature_map,
    "channels_first": feature_map.transpose(2, 0, 1),
}

for name, x in tensors.items():
    print(name, "map")
    ways = {}
    for setting in tensors:
        keras.config.set_image_data_format(setting)
        ways[f"Flatten(), set to {setting}"] = keras.layers.Flatten()
    for data_format in tensors:
        layer = keras.layers.Flatten(data_format=data_format)
        ways[f'Flatten("{data_format}")'] = layer
    ways["Reshape((-1,))"] = keras.layers.Reshape((-1,))
    for way, layer in ways.items():
        vector = keras.ops.convert_to_numpy(layer(x[None]))[0]
        equal = []
        for order, kernel in kernels.items():
            total = np.zeros(OUT, int)
            for i, j, c in np.ndindex(H, W, C):
                total += feature_map[i, j, c] * kernel[i, j, c]
            if np.array_equal(total, vector @ W_dense):
                equal.append(order)
        print("  equal", f"{' and '.join(equal)}: {way}")
