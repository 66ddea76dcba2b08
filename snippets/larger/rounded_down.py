"""AlexNet's layers in Keras, which rounds a pooled map down."""

import keras
from keras import layers

alexnet = keras.Sequential(
    [
        keras.Input((None, None, 1)),
        layers.Conv2D(1, 11, strides=4),
        layers.MaxPooling2D(3, strides=2),
        layers.Conv2D(1, 5, padding="same"),
        layers.MaxPooling2D(3, strides=2),
        layers.Conv2D(1, 3, padding="same"),
        layers.Conv2D(1, 3, padding="same"),
        layers.Conv2D(1, 3, padding="same"),
        layers.MaxPooling2D(3, strides=2),
        layers.Conv2D(1, 6),
    ]
)
for size in (227, 500, 451):
    rows, columns = alexnet.compute_output_shape((1, size, size, 1))[1:3]
    print(f"{size} x {size} -> {rows} x {columns}")
