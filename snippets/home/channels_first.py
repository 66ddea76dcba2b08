"""A channels_first map, flattened channel by channel: the other formula."""

import keras
import numpy as np

dense = keras.layers.Dense(2)
conv2 = keras.layers.Conv2D(2, (5, 5), data_format="channels_first")
flatten = keras.layers.Flatten(data_format="channels_last")  # moves nothing
feature_map = keras.Input((3, 5, 5))  # channels, rows, columns
both = [dense(flatten(feature_map)), conv2(feature_map)]
model = keras.Model(feature_map, both)
model.compile(jit_compile=True)  # else some processors refuse channels_first

W_dense = np.arange(150).reshape(75, 2)
bias = np.array([1, 2])
dense.set_weights([W_dense, bias])
conv2.set_weights([W_dense.T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0), bias])

maps = np.arange(75).reshape(1, 3, 5, 5)
expected, found = model.predict(maps, verbose=0)
print("Dense:            ", expected[0])
print("convolution:      ", found[0, :, 0, 0])

conv2.set_weights([W_dense.reshape(5, 5, 3, 2), bias])
_, found = model.predict(maps, verbose=0)
print("the other formula:", found[0, :, 0, 0], "and no error")
