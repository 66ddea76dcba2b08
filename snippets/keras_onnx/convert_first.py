"""Convert first, then export: no Flatten is left to put a Transpose before."""

import keras
import numpy as np
import onnxruntime
import tensorflow as tf
import tf2onnx
from keras import layers

from fully_convolutional import to_fully_convolutional

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
converted = to_fully_convolutional(classic)
spec = [tf.TensorSpec((None, None, None, 3), name="image")]
function = tf.function(lambda image: converted(image), spec)
model, _ = tf2onnx.convert.from_function(
    function, spec, inputs_as_nchw=["image"]
)
print(*(node.op_type for node in model.graph.node))

image = np.random.default_rng(0).normal(size=(1, 20, 31, 3)).astype("float32")
session = onnxruntime.InferenceSession(model.SerializeToString())
output_map = session.run(None, {"image": image.transpose(0, 3, 1, 2)})[0]
print("output map", output_map.shape)
crops = [
    image[0, i : i + 8, j : j + 13]
    for i in range(0, 13, 2)
    for j in range(0, 19, 2)
]
answers = classic(np.stack(crops)).numpy()
same = np.isclose(output_map.reshape(-1, 2), answers, atol=1e-5).all(1)
print(f"{same.sum()} of {len(crops)} cells equal Keras' answer to the crop")
