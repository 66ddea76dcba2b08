"""A kernel as large as the map has one position, and there it is Dense."""

import numpy as np

rng = np.random.default_rng(0)
feature_map = rng.integers(0, 9, (5, 5, 3))  # rows, columns, channels
W_dense = rng.integers(-9, 9, (75, 2))
kernel = W_dense.reshape(5, 5, 3, 2)

out_rows, out_columns = 5 - kernel.shape[0] + 1, 5 - kernel.shape[1] + 1
print("positions of the kernel:", out_rows, "×", out_columns)

for out in range(2):
    by_dense = feature_map.reshape(75) * W_dense[:, out]
    by_conv = feature_map * kernel[:, :, :, out]
    same = np.array_equal(by_dense, by_conv.reshape(75))
    print(f"output {out}: the same 75 products: {same}")
    print("  sums:", by_dense.sum(), by_conv.sum())
