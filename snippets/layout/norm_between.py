"""A normalisation between Flatten and Dense moves like the kernel's rows."""

import numpy as np

rng = np.random.default_rng(0)
C, H, W, out = 2, 3, 4, 2
n = C * H * W
gamma, beta, mean = rng.normal(size=(3, n))
variance = rng.uniform(0.5, 2, n)
weights = [gamma, beta, mean, variance]
W_dense = rng.normal(size=(n, out))


def normalised(x, gamma, beta, mean, variance, epsilon=1e-3):
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


def in_map_order(values):
    """From C,H,W to H,W,C, along the first axis."""
    moved = values.reshape(C, H, W, -1).transpose(1, 2, 0, 3)
    return moved.reshape(values.shape)


old_map = rng.normal(size=(C, H, W))
x, new_x = old_map.ravel(), old_map.transpose(1, 2, 0).ravel()
rows = in_map_order(W_dense)
moved = [in_map_order(values) for values in weights]
print("old network:         ", (normalised(x, *weights) @ W_dense).round(3))
print("only the rows moved: ", (normalised(new_x, *weights) @ rows).round(3))
print("the four arrays, too:", (normalised(new_x, *moved) @ rows).round(3))
