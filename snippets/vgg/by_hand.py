"""The same without the converter: three kernels reshaped, the rest copied."""
# timeout: 180

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
model = keras.applications.VGG16(
    weights=None, input_shape=(96, 128, 3), classifier_activation=None
)
trunk = keras.applications.VGG16(
    weights=None, include_top=False, input_shape=(None, None, 3)
)
_, height, width, channels = model.get_layer("block5_pool").output.shape
y = layers.Conv2D(4096, (height, width), activation="relu")(trunk.output)
y = layers.Conv2D(4096, 1, activation="relu")(y)
converted = keras.Model(trunk.input, layers.Conv2D(1000, 1)(y))

shapes = [w.shape for w in converted.weights]
converted.set_weights(
    [w.reshape(s) for w, s in zip(model.get_weights(), shapes, strict=True)]
)
print("first kernel:", shapes[-6], "for a map of", (height, width, channels))

x = np.random.default_rng(0).random((1, 96, 128, 3))
a, b = model.predict(x, verbose=0), converted.predict(x, verbose=0)
print("equal:", np.abs(a - b[:, 0, 0]).max() < 0.001 * a.std())
