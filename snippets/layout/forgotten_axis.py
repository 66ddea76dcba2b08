"""An axis left at 1 normalises rows instead of channels, without an error."""

import keras

for axis in (1, -1):
    batchnorm = keras.layers.BatchNormalization(axis=axis)
    batchnorm.build((None, 5, 7, 3))  # a channels_last map
    print(f"axis={axis:2}: one gamma per", batchnorm.gamma.shape)
