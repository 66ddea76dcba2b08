"""An 8 x 10 image: the converted network answers for 16 windows at once."""

import numpy as np

image = np.zeros((8, 10), dtype=int)
image[[1, 2, 3, 4, 5, 6], [2, 3, 7, 4, 8, 1]] = 1
filters = np.arange(1, 10).reshape(3, 3)
filter_bias = np.array([0.1, 0.2, 0.3])
W_dense = np.arange(150).reshape(75, 2)
kernel = W_dense.reshape(5, 5, 3, 2)


def conv1(image):
    """Run the first layer: (height, width) -> (3, height, width - 2)."""
    columns = image.shape[1] - 2
    shifted = np.stack([image[:, k : k + columns] for k in range(3)])
    return np.tensordot(filters, shifted, 1) + filter_bias[:, None, None]


windows = np.lib.stride_tricks.sliding_window_view(conv1(image), (5, 5), (1, 2))
out = np.einsum("cyxrk,rkco->yxo", windows, kernel) + 0.1
equal = 0
for y, x in np.ndindex(4, 4):
    maps = conv1(image[y : y + 5, x : x + 7])
    dense = maps.transpose(1, 2, 0).ravel() @ W_dense + 0.1  # read H,W,C
    equal += np.allclose(out[y, x], dense)

print("larger image")
for row in image:
    print(" ".join(f"{pixel}" for pixel in row))
for o in range(2):
    print(f"output map, output {o}")
    for row in out[:, :, o]:
        print(" ".join(f"{value:8.1f}" for value in row))
print("cells equal to the dense network on their crop:", equal, "of 16")
