"""Activation, cure: read it from the Dense layer and give it to the new one."""

import keras
import numpy as np

dense = keras.layers.Dense(2, activation="relu", use_bias=False)
dense.build((None, 3))
conv = keras.layers.Conv2D(2, 1, activation=dense.activation, use_bias=False)
conv.build((None, 1, 1, 3))
conv.set_weights([dense.get_weights()[0].reshape(1, 1, 3, 2)])

x = np.random.default_rng(0).normal(size=(4, 1, 1, 3)).astype("float32")
print("activation:", keras.activations.serialize(conv.activation))
a, b = (keras.ops.convert_to_numpy(layer(x)) for layer in (dense, conv))
print("equal:", np.allclose(a, b, atol=1e-5))
