"""Find the first layer whose output differs: the fault is there."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
classic = keras.Sequential(
    [
        keras.Input((6, 7, 1)),
        layers.Conv2D(4, 3, name="conv"),
        layers.Flatten(name="flat"),
        layers.Dense(5, activation="relu", name="hidden"),
        layers.Dense(2, name="scores"),
    ]
)
converted = keras.Sequential(
    [
        keras.Input((None, None, 1)),
        layers.Conv2D(4, 3, name="conv"),
        layers.Conv2D(5, (4, 5), name="hidden"),  # what is missing here?
        layers.Conv2D(2, 1, name="scores"),
    ]
)
for layer in converted.layers:
    kernel, bias = classic.get_layer(layer.name).get_weights()
    layer.set_weights([kernel.reshape(layer.kernel.shape), bias])

x = np.random.default_rng(0).normal(size=(1, 6, 7, 1)).astype("float32")
for layer in converted.layers:
    before = keras.Model(classic.inputs, classic.get_layer(layer.name).output)
    after = keras.Model(converted.inputs, layer.output)
    a, b = (keras.ops.convert_to_numpy(part([x])) for part in (before, after))
    same = np.allclose(a.ravel(), b.ravel(), atol=1e-5)
    print(f"{layer.name:7}", "same" if same else "differs")
