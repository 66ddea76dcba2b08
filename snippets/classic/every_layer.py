"""Load the weights and look at what every layer gives."""

import keras
import numpy as np
from keras import layers

np.set_printoptions(precision=2, suppress=True)
inputs = keras.Input((1, 5, 7), name="input")
conv1 = layers.Conv2D(
    3, (1, 3), padding="valid", data_format="channels_first", name="conv1"
)(inputs)
flat = layers.Flatten(data_format="channels_last", name="flat")(conv1)
dense2 = layers.Dense(2, name="dense2")(flat)
model = keras.Model(inputs, {"conv1": conv1, "flat": flat, "dense2": dense2})
model.compile(jit_compile=True)  # channels_first on any CPU

W_conv = np.arange(1, 10).reshape(3, 1, 1, 3).transpose(2, 3, 1, 0)
bias_conv = np.array([0.1, 0.2, 0.3])
W_dense = np.arange(2 * 75).reshape(75, 2)
bias_dense = np.array([0.1, 0.1])
model.set_weights([W_conv, bias_conv, W_dense, bias_dense])

X = np.zeros((1, 1, 5, 7))
X[0, 0, 1, 2] = 1
for name, output in model.predict(X, verbose=0).items():
    print(name, output.shape)
    print(output[0])
