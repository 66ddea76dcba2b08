"""The small network as tables: the numbers the explorer works on."""

import numpy as np

image = np.zeros((5, 7), dtype=int)
image[1, 2] = 1
filters = np.arange(1, 10).reshape(3, 3)  # three filters of 1 row, 3 columns
filter_bias = np.array([0.1, 0.2, 0.3])
W_dense = np.arange(150).reshape(75, 2)
dense_bias = np.array([0.1, 0.1])

windows = np.stack([image[:, k : k + 5] for k in range(3)])
maps = np.tensordot(filters, windows, 1) + filter_bias[:, None, None]


def table(name, rows):
    print(name)
    for row in rows:
        print(" ".join(f"{number:4g}" for number in row))


table("image", image)
table("filters, bias last", np.column_stack([filters, filter_bias]))
for channel in range(3):
    table(f"feature map, channel {channel}", maps[channel])
for output in range(2):
    table(f"W_dense[:, {output}]", W_dense[:, output].reshape(5, 15))
table("dense bias", [dense_bias])
