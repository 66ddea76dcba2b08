"""The C,H,W formula with the outputs first, and with the outputs last."""

import numpy as np

C, H, W, OUT = 2, 3, 4, 5
W_dense = np.arange(C * H * W * OUT).reshape(-1, OUT)
outputs_first = W_dense.T.reshape(OUT, C, H, W).transpose(2, 3, 1, 0)
outputs_last = W_dense.reshape(C, H, W, OUT).transpose(1, 2, 0, 3)
same = np.array_equal(outputs_first, outputs_last)
print(outputs_first.shape, "the same kernel:", same)
