"""What TFLite makes of a classic network, and of the converted one."""

import keras
import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType
from keras import layers

keras.utils.set_random_seed(0)
image = keras.Input((12, 12, 3), batch_size=1)
a_map = layers.Conv2D(4, 3, activation="relu")(image)
classic = keras.Model(image, layers.Dense(2)(layers.Flatten()(a_map)))
converted = keras.Model(image, layers.Conv2D(2, 10)(a_map))
*_, W_dense, bias = classic.get_weights()
converted.layers[-1].set_weights([W_dense.reshape(10, 10, 4, 2), bias])

x = np.random.default_rng(0).random((1, 12, 12, 3), "float32")
expected = classic.predict(x, verbose=0)
plain = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES  # names operators
for name, model in (("classic", classic), ("converted", converted)):
    model.export(f"{name}.tflite", format="litert", verbose=False)
    lite = Interpreter(f"{name}.tflite", experimental_op_resolver_type=plain)
    lite.allocate_tensors()
    lite.set_tensor(lite.get_input_details()[0]["index"], x)
    lite.invoke()
    found = lite.get_tensor(lite.get_output_details()[0]["index"])
    same = np.allclose(found.reshape(1, 2), expected, atol=1e-5)
    print(f"{name}: output {found.shape}", "equal" if same else "DIFFERENT")
    for operator in lite._get_ops_details():
        print("   ", operator["op_name"])
