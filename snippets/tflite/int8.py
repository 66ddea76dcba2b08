"""In int8 both get the same weights and scales, and the same answer."""

import os
import warnings

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from fully_convolutional import to_fully_convolutional

warnings.filterwarnings("ignore", "(?s).*ai_edge_litert")
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
images = np.random.default_rng(0).random((50, 1, 12, 12, 3), dtype="float32")
options = {
    "optimizations": [tf.lite.Optimize.DEFAULT],
    "representative_dataset": lambda: ([image] for image in images),
    "target_spec": {"supported_ops": [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]},
    "inference_input_type": tf.int8,
    "inference_output_type": tf.int8,
}
answers, kept = [], []
for model in (classic, to_fully_convolutional(classic)):
    one = [tf.TensorSpec((1, 12, 12, 3))]
    model.export("m.tflite", "litert", False, input_signature=one, **options)
    lite = tf.lite.Interpreter("m.tflite", experimental_op_resolver_type=plain)
    lite.allocate_tensors()
    into, out = lite.get_input_details()[0], lite.get_output_details()[0]
    scale, zero = into["quantization"]
    found = []
    for image in images:
        x = np.clip(np.round(image / scale) + zero, -128, 127)
        lite.set_tensor(into["index"], x.astype("int8"))
        lite.invoke()
        found.append(lite.get_tensor(out["index"]).reshape(-1))
    answers.append(np.array(found))
    scale, zero = out["quantization"]
    expected = np.reshape(model(images[:, 0]), (50, 10))
    error = (answers[-1].astype(int) - zero) * scale - expected
    weights = [
        t for t in lite.get_tensor_details() if np.prod(t["shape"]) == 1280
    ]
    kept.append(lite.get_tensor(weights[0]["index"]).reshape(10, -1))
    kept.append(weights[0]["quantization_parameters"]["scales"])
    print(*(op["op_name"] for op in lite._get_ops_details()))
    print(" ", os.path.getsize("m.tflite"), "bytes")
    print("  wrong by less than two steps:", np.abs(error).max() < 2 * scale)
print("same int8 weights:", np.array_equal(kept[0], kept[2]), kept[0].shape)
print("same scales:      ", np.array_equal(kept[1], kept[3]), kept[1].shape)
print("same int8 answers:", np.array_equal(*answers), answers[0].shape)
