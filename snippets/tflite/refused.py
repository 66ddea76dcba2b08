"""What the interpreter refuses, and in which words."""

import warnings

import keras
import numpy as np
import tensorflow as tf
from keras import layers

warnings.filterwarnings("ignore", "(?s).*ai_edge_litert")
classic = keras.Sequential(
    [keras.Input((6, 6, 1)), layers.Flatten(), layers.Dense(2)]
)
one = [tf.TensorSpec((1, 6, 6, 1))]
classic.export("m.tflite", "litert", False, input_signature=one)
lite = tf.lite.Interpreter("m.tflite")
lite.allocate_tensors()
place = lite.get_input_details()[0]["index"]

try:
    lite.set_tensor(place, np.zeros((1, 8, 8, 1), "float32"))
except ValueError as error:
    print("Not resized:", str(error).strip())
try:
    lite.resize_tensor_input(place, (1, 8, 8, 1))
    lite.allocate_tensors()
except RuntimeError as error:
    print("Resized:", str(error).split("cc:")[-1].split(" ", 1)[1].strip())
