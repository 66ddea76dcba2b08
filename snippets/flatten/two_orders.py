"""The order in which Flatten reads a map, for each pair of formats."""

from itertools import permutations

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
        flat = keras.ops.convert_to_numpy(flatten(tensor))[0]
        for axes in permutations(range(3)):
            if np.array_equal(flat, places[0].transpose(axes).ravel()):
                order = ",".join("CHW"[axis] for axis in axes)
        print(f"{tensor_format} map")
        print(f"Flatten({flatten_format!r}): {order}")
        for half in labels.ravel()[flat].reshape(2, 6):
            print(" ", *half)
