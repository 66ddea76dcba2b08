"""Every way Keras flattens a map, each formula checked by brute force."""

import keras
import numpy as np

H, W, C, OUT = 2, 3, 4, 5
rng = np.random.default_rng(0)
dense = rng.integers(-9, 10, (H * W * C, OUT))
image_map = rng.integers(-9, 10, (H, W, C))
kernels = {
    "C,H,W": dense.reshape(C, H, W, OUT).transpose(1, 2, 0, 3),
    "H,W,C": dense.reshape(H, W, C, OUT),
    "W,C,H": dense.reshape(W, C, H, OUT).transpose(2, 0, 1, 3),
}

print("tensor          flattened by                      ", *kernels)
for tensor in ("channels_first", "channels_last"):
    x = (
        image_map.transpose(2, 0, 1)
        if tensor == "channels_first"
        else image_map
    )
    flatteners = {"Reshape((-1,))": keras.layers.Reshape((-1,))}
    for setting in ("channels_first", "channels_last"):
        name = f"Flatten('{setting}')"
        flatteners[name] = keras.layers.Flatten(data_format=setting)
        keras.config.set_image_data_format(setting)
        flatteners[f"Flatten(), set to {setting}"] = keras.layers.Flatten()
    for name, layer in flatteners.items():
        vector = np.array(layer(x[None]))[0].astype(int)
        expected = vector @ dense
        row = []
        for kernel in kernels.values():
            total = np.zeros(OUT, int)
            for i, j, c in np.ndindex(H, W, C):
                total += image_map[i, j, c] * kernel[i, j, c]
            row.append("equal" if (total == expected).all() else "wrong")
        print(f"{tensor:15} {name:34}", *row)
