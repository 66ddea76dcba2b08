"""A larger image through CONV_2D: each cell equals its own crop."""

import warnings

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from fully_convolutional import to_fully_convolutional

warnings.filterwarnings("ignore", "(?s).*ai_edge_litert")
keras.utils.set_random_seed(0)
classic = keras.Sequential(
    [
        keras.Input((12, 12, 3)),
        layers.Conv2D(8, 5, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(10),
    ]
)
spec = [tf.TensorSpec((1, None, None, 3))]  # a batch of one, any size
converted = to_fully_convolutional(classic)
converted.export("m.tflite", "litert", False, input_signature=spec)

image = np.random.default_rng(0).random((1, 17, 20, 3), dtype="float32")
lite = tf.lite.Interpreter("m.tflite")
lite.resize_tensor_input(lite.get_input_details()[0]["index"], image.shape)
lite.allocate_tensors()
lite.set_tensor(lite.get_input_details()[0]["index"], image)
lite.invoke()
cells = lite.get_tensor(lite.get_output_details()[0]["index"])

equal = [
    np.allclose(cells[0, i, j], classic(crop)[0], atol=1e-5)
    for i, j in np.ndindex(cells.shape[1:3])
    for crop in [image[:, 2 * i : 2 * i + 12, 2 * j : 2 * j + 12]]
]
print(sum(equal), "of", len(equal), "cells equal their crops")
print("output map", cells.shape)
