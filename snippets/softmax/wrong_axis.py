"""activation='softmax' in a channels_first layer normalises along the width."""

import textwrap
import warnings

import keras
import numpy as np

keras.utils.set_random_seed(0)
conv = keras.layers.Conv2D(
    3, 1, data_format="channels_first", activation="softmax"
)
net = keras.Sequential([keras.Input((2, None, None)), conv])
net.compile(jit_compile=True)
rng = np.random.default_rng(0)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    small = net.predict(rng.normal(size=(1, 2, 1, 1)), verbose=0)
print("1x1 map, the three classes:", small[0, :, 0, 0])
warning = str(caught[0].message).split(". ")[0]
print(textwrap.fill(f"Keras warns: {warning}", 46))

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    large = net.predict(rng.normal(size=(1, 2, 2, 4)), verbose=0)
print("warnings on a 2x4 map:", len(caught))
print("2x4 map, sums over classes:\n", large[0].sum(0).round(3))
print("2x4 map, sums over width:\n", large[0].sum(2).round(3))
