"""Size, stride and offset of a Keras model, read from its layers."""

import keras
from keras import layers

from fully_convolutional import receptive_field

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
field = receptive_field(model)
print("size  ", field.size)
print("stride", field.stride)
print("offset", field.offset)
print("equals cropping:", f"{field.equals_cropping}, {field.reason}")
