"""The same in NCHW. Without the Transpose it runs, and answers otherwise."""

import keras
import numpy as np
import onnxruntime
import tensorflow as tf
import tf2onnx
from keras import layers
from onnx import numpy_helper

keras.utils.set_random_seed(0)
classic = keras.Sequential(
    [
        keras.Input((8, 13, 3)),
        layers.Conv2D(4, 3, activation="relu"),
        layers.MaxPooling2D(2),  # gives 3 rows, 5 columns, 4 channels
        layers.Flatten(),
        layers.Dense(2),
    ]
)
spec = [tf.TensorSpec((None, 8, 13, 3), name="image")]
function = tf.function(lambda image: classic(image), spec)
model, _ = tf2onnx.convert.from_function(
    function, spec, inputs_as_nchw=["image"]
)
x = np.random.default_rng(0).normal(size=(16, 8, 13, 3)).astype("float32")
expected = classic(x).numpy()


def compare(what):
    session = onnxruntime.InferenceSession(model.SerializeToString())
    found = session.run(None, {"image": x.transpose(0, 3, 1, 2)})[0]
    same = np.allclose(found, expected, atol=1e-5)
    print(f"{what:28}", "equal" if same else "DIFFERENT")


compare("as tf2onnx made it")

nodes = {node.op_type: node for node in model.graph.node}
transpose, reshape = nodes["Transpose"], nodes["Reshape"]
reshape.input[0] = transpose.input[0]
model.graph.node.remove(transpose)
compare("without its Transpose")

name = nodes["MatMul"].input[1]
weight = next(w for w in model.graph.initializer if w.name == name)
rows = numpy_helper.to_array(weight).reshape(3, 5, 4, 2)
moved = rows.transpose(2, 0, 1, 3).reshape(60, 2)  # H,W,C to C,H,W
weight.CopyFrom(numpy_helper.from_array(moved, name))
compare("and the rows of Dense moved")
