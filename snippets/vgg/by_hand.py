"""The same without the converter: three kernels reshaped, the rest copied."""
# timeout: 180

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
classic = keras.applications.VGG16(
    weights=None, input_shape=(96, 128, 3), classifier_activation=None
)
trunk = keras.applications.VGG16(
    weights=None, include_top=False, input_shape=(None, None, 3)
)
_, height, width, channels = classic.get_layer("block5_pool").output.shape
fc1 = layers.Conv2D(4096, (height, width), activation="relu")
fc2 = layers.Conv2D(4096, 1, activation="relu")
predictions = layers.Conv2D(1000, 1)
converted = keras.Model(trunk.input, predictions(fc2(fc1(trunk.output))))

*of_trunk, w1, b1, w2, b2, w3, b3 = classic.get_weights()
trunk.set_weights(of_trunk)
fc1.set_weights([w1.reshape(height, width, channels, 4096), b1])
fc2.set_weights([w2.reshape(1, 1, 4096, 4096), b2])
predictions.set_weights([w3.reshape(1, 1, 4096, 1000), b3])
print("first kernel:", fc1.kernel.shape, "for a map of", (height, width))

x = np.random.default_rng(0).random((1, 96, 128, 3))
before = classic.predict(x, verbose=0)
after = converted.predict(x, verbose=0)[:, 0, 0]
print("equal:", np.abs(before - after).max() < 0.001 * before.std())
