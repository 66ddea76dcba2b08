"""Exported for any size, the classic network answers from a part of its map."""

import textwrap
import warnings

import keras
import numpy as np
import tensorflow as tf
from keras import layers

warnings.filterwarnings("ignore", "(?s).*ai_edge_litert")
keras.utils.set_random_seed(0)
trunk = keras.Sequential(
    [
        keras.Input((12, 12, 3)),
        layers.Conv2D(8, 5, activation="relu"),
        layers.MaxPooling2D(2),
    ]
)
dense = layers.Dense(10)
classic = keras.Sequential([trunk, layers.Flatten(), dense])
spec = [tf.TensorSpec((1, None, None, 3))]
classic.export("m.tflite", "litert", False, input_signature=spec)

image = np.random.default_rng(0).random((1, 16, 14, 3), dtype="float32")
numbers = np.asarray(trunk.call(image)).reshape(-1)
W_dense, bias = dense.get_weights()
print("the map has", numbers.size, "numbers, Dense reads", len(W_dense))

kinds = tf.lite.experimental.OpResolverType
for kind in (kinds.AUTO, kinds.BUILTIN_WITHOUT_DEFAULT_DELEGATES):
    print(f"{kind.name}:")
    lite = tf.lite.Interpreter("m.tflite", experimental_op_resolver_type=kind)
    lite.resize_tensor_input(lite.get_input_details()[0]["index"], image.shape)
    try:
        lite.allocate_tensors()
    except RuntimeError as error:
        print(textwrap.indent(textwrap.fill(str(error), 44), "  "))
        continue
    lite.set_tensor(lite.get_input_details()[0]["index"], image)
    lite.invoke()
    answer = lite.get_tensor(lite.get_output_details()[0]["index"])
    part = numbers[: len(W_dense)] @ W_dense + bias
    print("  an answer,", answer.shape)
    print("  of the first", len(W_dense), "alone:", np.allclose(answer, part))
