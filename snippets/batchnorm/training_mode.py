"""Called with training=True, the batch's own mean replaces the stored one."""

import keras
import numpy as np

layer = keras.layers.BatchNormalization(epsilon=0)
layer.build((None, 1))
layer.set_weights([np.ones(1), np.zeros(1), np.full(1, 4.0), np.full(1, 4.0)])
x = np.array([[0.0], [2.0], [4.0]], "float32")
for training in (False, True):
    y = keras.ops.convert_to_numpy(layer(x, training=training))
    print(f"training={training!s:5}", y.ravel().round(3))
