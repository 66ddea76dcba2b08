"""A Conv2D kernel has one shape in both formats: copy it as it is."""

import keras
import numpy as np

image = np.random.default_rng(0).normal(size=(1, 5, 7, 2))
nets = {}
for data_format, shape in (
    ("channels_first", (2, 5, 7)),
    ("channels_last", (5, 7, 2)),
):
    conv = keras.layers.Conv2D(3, (2, 3), data_format=data_format)
    nets[data_format] = keras.Sequential([keras.Input(shape), conv])
    nets[data_format].compile(jit_compile=True)  # channels_first on any CPU
    print(data_format, "kernel", conv.kernel.shape)

old, new = nets["channels_first"], nets["channels_last"]
new.set_weights(old.get_weights())
before = old.predict(image.transpose(0, 3, 1, 2), verbose=0)
after = new.predict(image, verbose=0)
print("outputs", before.shape, after.shape)
print("equal:", np.allclose(before, after.transpose(0, 3, 1, 2), atol=1e-5))
