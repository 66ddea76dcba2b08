"""The converted network takes other sizes in TFLite too: resize its input."""

import keras
import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType
from keras import layers

keras.utils.set_random_seed(0)
image = keras.Input((None, None, 3))
a_map = layers.Conv2D(4, 3, activation="relu")(image)
converted = keras.Model(image, layers.Conv2D(2, 10)(a_map))
converted.export("converted.tflite", format="litert", verbose=False)

plain = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
lite = Interpreter("converted.tflite", experimental_op_resolver_type=plain)
source = lite.get_input_details()[0]["index"]
target = lite.get_output_details()[0]["index"]


def run(x):
    lite.resize_tensor_input(source, x.shape)
    lite.allocate_tensors()
    lite.set_tensor(source, x)
    lite.invoke()
    return lite.get_tensor(target).copy()


photo = np.random.default_rng(0).random((1, 16, 20, 3), "float32")
output_map = run(photo)
print("image", photo.shape, "output map", output_map.shape)
for i, j in np.ndindex(5, 9):
    crop = photo[:, i : i + 12, j : j + 12]
    assert np.allclose(run(crop)[0, 0, 0], output_map[0, i, j], atol=1e-5)
print("each of the 45 cells equals the answer to its crop")
