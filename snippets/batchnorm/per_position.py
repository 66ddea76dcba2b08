"""Why it must be folded: on a map it holds one set of numbers a channel."""

import keras

vector = keras.layers.BatchNormalization()
vector.build((None, 2 * 3 * 4))
print("between Flatten and Dense:", vector.gamma.shape)

for data_format, shape in (
    ("channels_last", (None, 2, 3, 4)),
    ("channels_first", (None, 4, 2, 3)),
):
    for axis in (-1, 1):
        layer = keras.layers.BatchNormalization(axis=axis)
        layer.build(shape)
        print(f"on a {data_format} map, axis={axis:2}:", layer.gamma.shape)
