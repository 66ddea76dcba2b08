"""BatchNormalization before Dense, folded on a Keras network."""

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
classic = keras.Sequential(
    [
        keras.Input((2, 3, 4)),
        layers.Flatten(),
        layers.BatchNormalization(name="bn"),
        layers.Dropout(0.5),
        layers.Dense(2, name="dense"),
    ]
)
weights = [rng.uniform(0.5, 2, w.shape) for w in classic.get_weights()]
classic.set_weights(weights)

bn = classic.get_layer("bn")
gamma, beta, mean, variance = bn.get_weights()
W_dense, bias = classic.get_layer("dense").get_weights()
scale = gamma / np.sqrt(variance + bn.epsilon)
folded = scale[:, None] * W_dense
folded_bias = bias + (beta - mean * scale) @ W_dense

converted = keras.Sequential(
    [keras.Input((None, None, 4)), layers.Conv2D(2, (2, 3))]
)
converted.set_weights([folded.reshape(2, 3, 4, 2), folded_bias])

x = rng.normal(size=(5, 2, 3, 4))
before = classic.predict(x, verbose=0)
after = converted.predict(x, verbose=0)
print("shapes", before.shape, after.shape)
print("equal:", np.allclose(before, after[:, 0, 0], atol=1e-4))
