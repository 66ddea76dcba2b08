"""Agree on zero and on every map of a single one: then agree on every map."""

import keras
import numpy as np

keras.utils.set_random_seed(0)
dense = keras.layers.Dense(2)
conv = keras.layers.Conv2D(2, (5, 5))
dense.build((None, 75))
conv.build((None, 5, 5, 3))
W_dense, _ = dense.get_weights()
bias = np.array([0.25, -1.5])
dense.set_weights([W_dense, bias])
conv.set_weights([W_dense.reshape(5, 5, 3, 2), bias])

vectors = np.concatenate([np.zeros((1, 75)), np.eye(75)]).astype("float32")
a = keras.ops.convert_to_numpy(dense(vectors))
b = keras.ops.convert_to_numpy(conv(vectors.reshape(-1, 5, 5, 3)))[:, 0, 0]
print("equal with ==:", (a == b).all(axis=1).sum(), "of", len(vectors), "maps")
