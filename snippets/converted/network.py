"""Build both networks, carry the weights over, compare the outputs."""

import keras
import numpy as np
from keras import layers

np.set_printoptions(precision=2, suppress=True)
keras.config.set_image_data_format("channels_first")

inputs = keras.Input((1, 5, 7))
x = layers.Conv2D(3, (1, 3), name="conv1")(inputs)
x = layers.Flatten(data_format="channels_last", name="flat")(x)
classic = keras.Model(inputs, layers.Dense(2, name="dense2")(x))

inputs = keras.Input((1, 5, 7))
x = layers.Conv2D(3, (1, 3), name="conv1")(inputs)
converted = keras.Model(inputs, layers.Conv2D(2, (5, 5), name="conv2")(x))

W_conv = np.arange(1, 10).reshape(3, 1, 1, 3).transpose(2, 3, 1, 0)
bias_conv = np.array([0.1, 0.2, 0.3])
W_dense = np.arange(2 * 75).reshape(75, 2)
bias_dense = np.array([0.1, 0.1])
classic.set_weights([W_conv, bias_conv, W_dense, bias_dense])
weights = classic.get_weights()
weights[2] = weights[2].T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0)
converted.set_weights(weights)

X = np.zeros((1, 1, 5, 7))
X[0, 0, 1, 2] = 1
for name, model in (("classic", classic), ("converted", converted)):
    model.compile(jit_compile=True)  # channels_first on any CPU
    output = model.predict(X, verbose=0)
    print(f"{name:9} {output.shape!s:12} {output.ravel()}")
