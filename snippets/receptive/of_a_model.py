"""The three numbers of a Keras model, read from its layers."""

import keras

from fully_convolutional import receptive_field

layers = keras.layers
model = keras.Sequential(
    [
        keras.Input((32, 32, 1)),
        layers.ZeroPadding2D(1),
        layers.Conv2D(4, 3),
        layers.MaxPooling2D(2),
        layers.Conv2D(4, 3, dilation_rate=2),
        layers.Conv2D(4, 3, strides=2),
    ]
)
seen = receptive_field(model)
print("field ", seen.size)
print("stride", seen.stride)
print("first ", seen.offset)
print("equals cropping:", f"{seen.equals_cropping}, {seen.reason}")
