"""One call turns Dense layers into convolutions of the same name."""

import keras
from keras import layers

from fully_convolutional import to_fully_convolutional

model = keras.Sequential(
    [
        keras.Input((28, 28, 1), name="image"),
        layers.Conv2D(8, 3, activation="relu", name="conv"),
        layers.MaxPooling2D(2, name="pool"),
        layers.Flatten(name="flatten"),
        layers.Dense(16, activation="relu", name="hidden"),
        layers.Dropout(0.5, name="dropout"),
        layers.Dense(10, activation="softmax", name="digit"),
    ]
)
converted = to_fully_convolutional(model)

for layer in converted.layers:
    shape = [tuple(w.shape) for w in layer.get_weights()]
    print(f"{layer.name:8} {type(layer).__name__:13} {shape}")
print(model.output_shape, "->", converted.output_shape)
