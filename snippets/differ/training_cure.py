"""Training mode, cure: compare with predict, or with training=False."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
x = np.ones((1, 8), "float32")
inputs = keras.Input((8,))
total = layers.Dense(1, kernel_initializer="ones")
usual = keras.Model(inputs, total(layers.Dropout(0.5)(inputs)))
dropped = layers.Dropout(0.5)(inputs, training=True)
told_to = keras.Model(inputs, total(dropped))

called = [float(usual(x, training=False)[0, 0]) for _ in range(3)]
print("training=False:", called)
for name, net in (
    ("predict:", usual),
    ("predict, training=True in the call:", told_to),
):
    print(name, [net.predict(x, verbose=0).item() for _ in range(3)])
