"""From Dense to convolution and back, in all three orders: nothing is lost."""

import numpy as np

H, W, C, OUT = 2, 3, 4, 5
dense = np.arange(H * W * C * OUT).reshape(H * W * C, OUT)

there = {
    "H,W,C": dense.reshape(H, W, C, OUT),
    "C,H,W": dense.reshape(C, H, W, OUT).transpose(1, 2, 0, 3),
    "W,C,H": dense.reshape(W, C, H, OUT).transpose(2, 0, 1, 3),
}
back = {
    "H,W,C": there["H,W,C"].reshape(-1, OUT),
    "C,H,W": there["C,H,W"].transpose(2, 0, 1, 3).reshape(-1, OUT),
    "W,C,H": there["W,C,H"].transpose(1, 2, 0, 3).reshape(-1, OUT),
}
for order in there:
    same = np.array_equal(back[order], dense)
    print(order, there[order].shape, "->", back[order].shape, "same:", same)
