"""The fully convolutional network, layer by layer."""

import keras
import numpy as np
from keras import layers

np.set_printoptions(precision=2, suppress=True)
keras.config.set_image_data_format("channels_first")
inputs = keras.Input((1, 5, 7))
conv1 = layers.Conv2D(3, (1, 3), name="conv1")(inputs)
conv2 = layers.Conv2D(2, (5, 5), name="conv2")(conv1)
model = keras.Model(inputs, {"conv1": conv1, "conv2": conv2})
model.compile(jit_compile=True)  # channels_first on any CPU

W_conv = np.arange(1, 10).reshape(3, 1, 1, 3).transpose(2, 3, 1, 0)
bias_conv = np.array([0.1, 0.2, 0.3])
W_dense = np.arange(2 * 75).reshape(75, 2)
bias_dense = np.array([0.1, 0.1])
kernel = W_dense.T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0)
model.set_weights([W_conv, bias_conv, kernel, bias_dense])

X = np.zeros((1, 1, 5, 7))
X[0, 0, 1, 2] = 1
for name, output in model.predict(X, verbose=0).items():
    print(name, output.shape)
    print(output[0])
