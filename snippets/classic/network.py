"""The network in Keras, and its summary."""

import keras
from keras import layers

inputs = keras.Input((1, 5, 7), name="input")  # channels, rows, columns
conv1 = layers.Conv2D(
    3, (1, 3), padding="valid", data_format="channels_first", name="conv1"
)(inputs)
flat = layers.Flatten(data_format="channels_last", name="flat")(conv1)
dense2 = layers.Dense(2, name="dense2")(flat)
model = keras.Model(inputs, dense2, name="classic")

model.summary(line_length=46, positions=[0.31, 0.64, 0.8])
