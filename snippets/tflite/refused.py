"""What the interpreter refuses, and in which words."""

import textwrap
import warnings
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from fully_convolutional import to_fully_convolutional

warnings.filterwarnings("ignore", "(?s).*ai_edge_litert")
classic = keras.Sequential(
    [keras.Input((6, 6, 1)), layers.Flatten(), layers.Dense(2)]
)
converted = to_fully_convolutional(classic, data_format="channels_last")
image = np.zeros((1, 8, 8, 1), "float32")


def interpreter(model, *sizes):
    """One that waits for its image, and the number of its input."""
    spec = [tf.TensorSpec((1, *sizes, 1))]
    model.export("m.tflite", "litert", False, input_signature=spec)
    content = Path("m.tflite").read_bytes()
    lite = tf.lite.Interpreter(model_content=content)
    lite.allocate_tensors()
    return lite, lite.get_input_details()[0]["index"]


def say(what, error):
    print(f"{what}:")
    print(textwrap.indent(textwrap.fill(str(error).strip(), 44), "  "))


fixed, place = interpreter(classic, 6, 6)
free, free_place = interpreter(converted, None, None)
try:
    fixed.set_tensor(place, image)
except ValueError as error:
    say("classic, not resized", error)
try:
    fixed.resize_tensor_input(place, image.shape)
    fixed.allocate_tensors()
except RuntimeError as error:
    say("classic, resized", error)
try:
    free.set_tensor(free_place, image)
except ValueError as error:
    say("converted, not resized", error)
