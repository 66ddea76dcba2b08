"""Two spellings of the C,H,W formula give one kernel."""

import numpy as np

C, H, W, OUT = 2, 3, 4, 5
w = np.arange(C * H * W * OUT).reshape(-1, OUT)
ours = w.reshape(C, H, W, OUT).transpose(1, 2, 0, 3)
older = w.T.reshape(OUT, C, H, W).transpose(2, 3, 1, 0)
print(ours.shape, "same:", np.array_equal(ours, older))
