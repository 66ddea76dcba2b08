"""Mixed precision in Keras: how far from the classic network in float32?"""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
maps = np.random.default_rng(0).normal(size=(100, 5, 5, 32)).astype("float32")
dense = layers.Dense(10)
wanted = keras.ops.convert_to_numpy(dense(maps.reshape(100, -1)))
W_dense, bias = dense.get_weights()

print("relative difference below a limit:")
for policy in ("float32", "mixed_float16", "mixed_bfloat16"):
    conv = layers.Conv2D(10, 5, dtype=policy)
    conv.build(maps.shape)
    conv.set_weights([W_dense.reshape(5, 5, 32, 10), bias])
    got = keras.ops.convert_to_numpy(conv(maps))[:, 0, 0].astype("float32")
    relative = abs(got - wanted).max() / abs(wanted).max()
    verdicts = (f"{limit}: {relative < limit}" for limit in (1e-5, 1e-2))
    print(f"  {policy:14}", *verdicts)
