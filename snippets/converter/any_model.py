"""Any Keras model: convert, compare, and ask what a cell sees."""

import keras
from keras import layers

from fully_convolutional import (
    max_difference,
    receptive_field,
    to_fully_convolutional,
)

keras.utils.set_random_seed(0)
image = keras.Input((20, 24, 3))
x = layers.Conv2D(8, 3, activation="relu")(image)
left = layers.SeparableConv2D(8, 3, strides=2)(x)
right = layers.Conv2D(8, 1)(layers.AveragePooling2D(3, strides=2)(x))
x = layers.ReLU()(layers.Add()([left, right]))
x = layers.Dense(16, activation="relu")(layers.Flatten()(x))
model = keras.Model(image, layers.Dense(5, activation="softmax")(x))

converted = to_fully_convolutional(model)
print("input ", model.input_shape, "->", converted.input_shape)
print("output", model.output_shape, "->", converted.output_shape)

found = max_difference(model, converted)
small = 1e-5 * found.largest_output
print("equal at the original size:", found.original_size <= small)
if found.crops is not None:  # a padded model need not equal crops
    print("equal on crops of a larger image:", found.crops <= small)
field = receptive_field(model)
print("a cell sees", field.size, "pixels, stride", field.stride)
