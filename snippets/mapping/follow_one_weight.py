"""Follow one weight from its flat index to its place in the kernel."""

import numpy as np

C, H, W, outputs = 3, 5, 5, 2
W_dense = np.arange(C * H * W * outputs).reshape(C * H * W, outputs)
kernel = W_dense.T.reshape(outputs, C, H, W).transpose(2, 3, 1, 0)

flat, out = 38, 1
channel, rest = divmod(flat, H * W)
row, column = divmod(rest, W)

print(f"W_dense[{flat}, {out}] =", W_dense[flat, out])
print(f"{flat} = {channel}·{H * W} + {row}·{W} + {column}")
print(f"so it weighs channel {channel}, row {row}, column {column}")
found = kernel[row, column, channel, out]
print(f"kernel[{row}, {column}, {channel}, {out}] = {found}")
