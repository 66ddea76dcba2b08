"""Keras is told the format by an argument, or by a setting for all."""

import keras

keras.config.set_image_data_format("channels_first")
told = keras.layers.Conv2D(3, (1, 3), data_format="channels_last")
silent = keras.layers.Conv2D(3, (1, 3))

keras.config.set_image_data_format("channels_last")
later = keras.layers.Conv2D(3, (1, 3))

print("told by argument:      ", told.data_format)
print("setting channels_first:", silent.data_format)
print("setting channels_last: ", later.data_format)
print("(1, 5, 7) becomes", silent.compute_output_shape((None, 1, 5, 7))[1:])
print("(5, 7, 1) becomes", later.compute_output_shape((None, 5, 7, 1))[1:])
