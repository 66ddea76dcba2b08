"""The convolution of a neural network, as loops: multiply, add, move on."""

import keras
import numpy as np


def convolve(image, Win):
    """Move every filter over (channels, rows, columns), without padding."""
    n_filters, _, k_height, k_width = Win.shape
    rows, columns = image.shape[1] - k_height + 1, image.shape[2] - k_width + 1
    out = np.zeros((n_filters, rows, columns))
    for f, r, k in np.ndindex(out.shape):
        window = image[:, r : r + k_height, k : k + k_width]
        out[f, r, k] = np.sum(window * Win[f])
    return out


rng = np.random.default_rng(0)
image = rng.integers(0, 9, (2, 5, 7)).astype("float32")
Win = rng.integers(-4, 5, (3, 2, 2, 3)).astype("float32")
ours = convolve(image, Win)

pixels = image.transpose(1, 2, 0)[np.newaxis]  # channels last, one sample
keras_map = keras.ops.conv(pixels, Win.transpose(2, 3, 1, 0), padding="valid")
keras_map = keras.ops.convert_to_numpy(keras_map)[0].transpose(2, 0, 1)
print("equal everywhere:", np.array_equal(ours, keras_map))
for name, made in (("loops", ours), ("Keras", keras_map)):
    print(f"{name}: {made.shape}, its first row:")
    print(" ", made[0, 0])
