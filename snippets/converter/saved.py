"""Save, load, scan: the converted model is an ordinary Keras model."""

import keras
import numpy as np
from keras import layers

from fully_convolutional import to_fully_convolutional

keras.utils.set_random_seed(0)
model = keras.Sequential(
    [
        keras.Input((8, 8, 1)),
        layers.Conv2D(4, 3, activation="relu", name="conv"),
        layers.MaxPooling2D(2, name="pool"),
        layers.Flatten(name="flat"),
        layers.Dense(10, activation="softmax", name="digit"),
    ]
)
to_fully_convolutional(model).save("converted.keras")

converted = keras.models.load_model("converted.keras")
for layer in converted.layers[1:]:
    shapes = [tuple(w.shape) for w in layer.weights]
    print(f"{layer.name:12} {type(layer).__name__:13}", *shapes)

page = np.random.default_rng(0).random((1, 40, 60, 1))
print("a 40x60 page:", converted.predict(page, verbose=0).shape)
