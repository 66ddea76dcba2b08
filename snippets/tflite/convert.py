"""What TFLite makes of Dense and of the converted layer: ops, bytes, outputs."""
# timeout: 180

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf
from keras import layers

keras.utils.set_random_seed(0)
classic = keras.Sequential([keras.Input((12, 12, 3)), layers.Conv2D(4, 3)])
classic.add(layers.Flatten())
classic.add(layers.Dense(2))
converted = keras.Sequential([keras.Input((12, 12, 3)), layers.Conv2D(4, 3)])
converted.add(layers.Conv2D(2, 10))
*trunk, W_dense, bias = classic.get_weights()
converted.set_weights([*trunk, W_dense.reshape(10, 10, 4, 2), bias])
x = np.random.default_rng(0).random((1, 12, 12, 3)).astype("float32")
answers = []
for model in (classic, converted):
    lite = tf.lite.TFLiteConverter.from_keras_model(model).convert()
    interpreter = tf.lite.Interpreter(model_content=lite)
    interpreter.allocate_tensors()
    ops = [op["op_name"] for op in interpreter._get_ops_details()]
    print(len(lite), ops)
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], x)
    interpreter.invoke()
    out = interpreter.get_tensor(interpreter.get_output_details()[0]["index"])
    answers.append(out.ravel())
    print(out.shape, np.abs(out.ravel() - model(x).numpy().ravel()).max())
