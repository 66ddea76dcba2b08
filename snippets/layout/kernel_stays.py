"""A Conv2D kernel has one shape in both formats: copy it as it is."""

import keras
import numpy as np

image = np.random.default_rng(0).normal(size=(1, 5, 7, 2))
nets = {}
for data_format, shape in (
    ("channels_last", (5, 7, 2)),
    ("channels_first", (2, 5, 7)),
):
    conv = keras.layers.Conv2D(3, (2, 3), data_format=data_format)
    nets[data_format] = keras.Sequential([keras.Input(shape), conv])
    nets[data_format].compile(jit_compile=True)
    print(data_format, "kernel", conv.kernel.shape)

last, first = nets["channels_last"], nets["channels_first"]
last.set_weights(first.get_weights())
a = last.predict(image, verbose=0)
b = first.predict(image.transpose(0, 3, 1, 2), verbose=0)
print("outputs", a.shape, b.shape)
print("equal:", np.allclose(a.transpose(0, 3, 1, 2), b, atol=1e-5))
