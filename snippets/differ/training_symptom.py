"""Training mode, symptom: the same input may give another output."""

import keras
import numpy as np

keras.utils.set_random_seed(0)
net = keras.Sequential(
    [
        keras.Input((8,)),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(1, kernel_initializer="ones"),
    ]
)
x = np.ones((1, 8), "float32")
print([float(net(x, training=True)[0, 0]) for _ in range(5)])
