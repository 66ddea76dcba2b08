"""Any convolution as a Dense layer: its answers to all maps of a single one."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
H, W, C = 5, 6, 2
ones = np.eye(H * W * C).reshape(-1, H, W, C)
x = np.random.default_rng(0).normal(size=(4, H, W, C))

for options in (
    {"padding": "same"},
    {"padding": "same", "strides": 2},
    {"dilation_rate": 2},
):
    conv = layers.Conv2D(3, 3, use_bias=False, **options)
    net = keras.Sequential([keras.Input((H, W, C)), conv, layers.Flatten()])
    answers = net.predict(np.concatenate([ones, x]), verbose=0)
    W_dense, wanted = answers[:-4], answers[-4:]  # a row for each input number
    equal = np.allclose(x.reshape(4, -1) @ W_dense, wanted, atol=1e-5)
    print(options, W_dense.shape, "equal:", equal)
