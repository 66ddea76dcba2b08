"""Dense becomes FULLY_CONNECTED, the converted layer CONV_2D."""

import os
import warnings

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from fully_convolutional import to_fully_convolutional

warnings.filterwarnings("ignore", "(?s).*ai_edge_litert")  # its new home
plain = tf.lite.experimental.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
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
converted = to_fully_convolutional(classic)
x = np.random.default_rng(0).random((1, 12, 12, 3), dtype="float32")

for model in (classic, converted):
    one = [tf.TensorSpec(x.shape)]
    model.export("m.tflite", "litert", False, input_signature=one)
    lite = tf.lite.Interpreter("m.tflite", experimental_op_resolver_type=plain)
    lite.allocate_tensors()
    lite.set_tensor(lite.get_input_details()[0]["index"], x)
    lite.invoke()
    y = lite.get_tensor(lite.get_output_details()[0]["index"])
    print(*(op["op_name"] for op in lite._get_ops_details()))
    print(" ", os.path.getsize("m.tflite"), "bytes, output", y.shape)
    print("  as in Keras:", np.allclose(y, model(x), atol=1e-5))
