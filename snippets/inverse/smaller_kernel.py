"""A kernel smaller than its map is a Dense too: a large one, mostly zeros."""

import numpy as np

H, W, C, OUT = 4, 5, 2, 3
kh, kw = 2, 3
kernel = np.arange(1, kh * kw * C * OUT + 1).reshape(kh, kw, C, OUT)
rows, columns = H - kh + 1, W - kw + 1

dense = np.zeros((H, W, C, rows, columns, OUT), int)
for i, j in np.ndindex(rows, columns):
    dense[i : i + kh, j : j + kw, :, i, j] = kernel
matrix = dense.reshape(H * W * C, -1)

x = np.random.default_rng(0).integers(-9, 10, (H, W, C))
conv = np.zeros((rows, columns, OUT), int)
for i, j in np.ndindex(rows, columns):
    window = x[i : i + kh, j : j + kw]
    conv[i, j] = np.einsum("hwc,hwco->o", window, kernel)
print("kernel", kernel.size, "numbers; matrix", matrix.shape, matrix.size)
print("of them not zero:", np.count_nonzero(matrix))
print("equal:", np.array_equal(x.reshape(-1) @ matrix, conv.reshape(-1)))
