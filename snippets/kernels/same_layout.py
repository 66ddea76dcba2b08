"""The kernel is laid out alike in both formats, and gives the same map."""

import keras
import numpy as np

rng = np.random.default_rng(0)
image = rng.integers(0, 9, (1, 2, 5, 7)).astype("float32")
kernel = rng.integers(-4, 5, (1, 3, 2, 4)).astype("float32")

outputs = {}
for data_format in ("channels_first", "channels_last"):
    first = data_format == "channels_first"
    x = image if first else image.transpose(0, 2, 3, 1)
    conv = keras.layers.Conv2D(
        4, (1, 3), use_bias=False, data_format=data_format
    )
    model = keras.Sequential([keras.Input(x.shape[1:]), conv])
    model.compile(jit_compile=True)  # channels_first on any CPU
    conv.set_weights([kernel])
    y = model.predict(x, verbose=0)
    print(data_format)
    print(f"  kernel {conv.kernel.shape}, output {y.shape}")
    outputs[data_format] = y if first else y.transpose(0, 3, 1, 2)

equal = np.array_equal(outputs["channels_first"], outputs["channels_last"])
print("the same numbers:", equal)
