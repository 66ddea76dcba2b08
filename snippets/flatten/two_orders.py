"""The order in which Flatten reads a map, for each pair of formats."""

import keras
import numpy as np

# "b12" is the value of channel b at row 1, column 2.
labels = np.array(
    [[[f"{c}{r}{k}" for k in range(3)] for r in range(2)] for c in "ab"]
)
places = np.arange(labels.size).reshape(1, *labels.shape)
tensors = {
    "channels_last": places.transpose(0, 2, 3, 1),
    "channels_first": places,
}

for tensor_format, tensor in tensors.items():
    for flatten_format in ("channels_last", "channels_first"):
        flatten = keras.layers.Flatten(data_format=flatten_format)
        order = keras.ops.convert_to_numpy(flatten(tensor))[0]
        print(f"a {tensor_format} map, Flatten({flatten_format!r}):")
        print("   ", *labels.ravel()[order])
