"""int8: a quarter of the bytes, a scale for each output, errors alike."""

from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter, OpResolverType
from keras import layers

keras.utils.set_random_seed(0)
image = keras.Input((12, 12, 3), batch_size=1)
a_map = layers.Conv2D(4, 3, activation="relu")(image)
classic = keras.Model(image, layers.Dense(20)(layers.Flatten()(a_map)))
converted = keras.Model(image, layers.Conv2D(20, 10)(a_map))
*_, W_dense, bias = classic.get_weights()
converted.layers[-1].set_weights([W_dense.reshape(10, 10, 4, 20), bias])

images = np.random.default_rng(0).random((50, 1, 12, 12, 3), "float32")
expected = classic.predict(images[:, 0], verbose=0)
options = {
    "optimizations": [tf.lite.Optimize.DEFAULT],
    "representative_dataset": lambda: ([x] for x in images),
}
plain = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
answers = []
for name, model in (("classic", classic), ("converted", converted)):
    export = {"format": "litert", "verbose": False}
    model.export("float.tflite", **export)
    model.export("int8.tflite", **export, **options)
    less = (
        Path("int8.tflite").stat().st_size / Path("float.tflite").stat().st_size
    )

    lite = Interpreter("int8.tflite", experimental_op_resolver_type=plain)
    lite.allocate_tensors()
    found = []
    for x in images:
        lite.set_tensor(lite.get_input_details()[0]["index"], x)
        lite.invoke()
        out = lite.get_tensor(lite.get_output_details()[0]["index"])
        found.append(out.ravel())
    answers.append(np.array(found))
    error = np.abs(answers[-1] - expected).max() / np.abs(expected).max()
    details = lite.get_tensor_details()
    scales = max(len(t["quantization_parameters"]["scales"]) for t in details)
    print(f"{name}: {less:.0%} of the bytes, {scales} scales in one array,")
    print("    error below 2 % of the largest output:", error < 0.02)
print("equal in int8:", np.allclose(*answers, atol=1e-5))
