"""Code from 2017 on today's Keras: no error, and two different answers."""

import keras
import numpy as np
from keras.layers import Conv2D, Dense, Flatten, Input
from keras.models import Model

np.set_printoptions(precision=2, suppress=True)
keras.backend.set_image_data_format("channels_first")

inputs = Input((1, 5, 7))
conv1 = Conv2D(3, (1, 3), data_format="channels_first")(inputs)
model_A = Model(inputs, Dense(2)(Flatten()(conv1)))

inputs = Input((1, 5, 7))
conv1 = Conv2D(3, (1, 3), data_format="channels_first")(inputs)
model_B = Model(inputs, Conv2D(2, (5, 5))(conv1))

W_conv = np.arange(1, 10).reshape(3, 1, 1, 3).transpose(2, 3, 1, 0)
bias_conv = np.array([0.1, 0.2, 0.3])
W_dense = np.arange(2 * 75).reshape(75, 2)
bias_dense = np.array([0.1, 0.1])
model_A.set_weights([W_conv, bias_conv, W_dense, bias_dense])

weights = model_A.get_weights()
weights[2] = weights[2].T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0)
model_B.set_weights(weights)

X = np.zeros((1, 1, 5, 7))
X[0, 0, 1, 2] = 1
for name, model in (("classic", model_A), ("fully convolutional", model_B)):
    model.compile(jit_compile=True)  # channels_first on any CPU
    print(f"{name}:", model.predict(X, verbose=0).ravel())
