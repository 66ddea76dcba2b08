"""Keras exports to ONNX through tf2onnx: a Transpose before the first Dense."""
# timeout: 180

import warnings

import keras
import numpy as np
import onnx
import onnxruntime
from keras import layers
from onnx import numpy_helper

warnings.filterwarnings("ignore", "(?s).*np.object")  # Keras looks for it
keras.utils.set_random_seed(0)
classic = keras.Sequential(
    [
        keras.Input((8, 13, 3)),
        layers.Conv2D(4, 3, activation="relu"),
        layers.MaxPooling2D(2),  # gives 3 rows, 5 columns, 4 channels
        layers.Flatten(),
        layers.Dense(6, activation="relu"),
        layers.Dense(2),
    ]
)
x = np.random.default_rng(0).normal(size=(16, 8, 13, 3)).astype("float32")
expected = classic(x).numpy()
classic.export("classic.onnx", "onnx", verbose=False)

graph = onnx.load("classic.onnx").graph
made_by = {node.output[0]: node for node in graph.node}
node = next(node for node in graph.node if node.op_type == "MatMul")
weight = next(w for w in graph.initializer if w.name == node.input[1])
operators = []
while node:  # from the first Dense back to the image
    perm = [list(a.ints) for a in node.attribute if a.name == "perm"]
    operators.append(" ".join([node.op_type, *map(str, perm)]))
    node = made_by.get(node.input[0])
print(*reversed(operators), sep="\n")

same = np.array_equal(numpy_helper.to_array(weight), classic.layers[3].kernel)
print("Dense kernel", tuple(weight.dims), "as in Keras:", same)
session = onnxruntime.InferenceSession("classic.onnx")
found = session.run(None, {session.get_inputs()[0].name: x})[0]
print("outputs equal:", np.allclose(found, expected, atol=1e-5))
