"""The converter folds, copies, and keeps dropout: the outputs agree."""

import keras
import numpy as np
from keras import layers

from fully_convolutional import to_fully_convolutional

classic = keras.Sequential(
    [
        keras.Input((7, 8, 1)),
        layers.Conv2D(4, 3, name="conv"),
        layers.Flatten(name="flat"),
        layers.BatchNormalization(name="bn_positions"),
        layers.Dropout(0.5, name="dropout"),
        layers.Dense(6, name="hidden"),
        layers.BatchNormalization(name="bn_features"),
        layers.ReLU(name="relu"),
        layers.Dense(3, name="scores"),
    ]
)
rng = np.random.default_rng(0)
weights = [rng.uniform(0.1, 0.5, w.shape) for w in classic.get_weights()]
classic.set_weights(weights)
converted = to_fully_convolutional(classic)
for layer in converted.layers[1:]:
    print(f"{layer.name:12}", type(layer).__name__)

x = rng.normal(size=(2, 7, 8, 1))
before = classic.predict(x, verbose=0)
after = converted.predict(x, verbose=0)
print("equal:", np.allclose(before, after[:, 0, 0], rtol=1e-4))
