"""An axis left at 1 normalises rows: only the shape of its weights tells."""

import keras

for height in (5, 3):
    trained = keras.layers.BatchNormalization(axis=1)
    trained.build((None, 3, height, 7))  # the channels_first map of the old net
    for axis in (-1, 1):
        new = keras.layers.BatchNormalization(axis=axis)
        new.build((None, height, 7, 3))  # the same map in channels_last
        try:
            new.set_weights(trained.get_weights())
            verdict = "loaded"
        except ValueError as error:
            verdict = type(error).__name__
        shape = tuple(new.gamma.shape)
        print(f"{height} rows, axis={axis:2}: gamma {shape}, {verdict}")
