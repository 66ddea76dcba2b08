"""Follow one weight through both formulas, and divide its flat index."""

import numpy as np

W_dense = np.arange(150).reshape(75, 2)
followed = W_dense[59, 0]


def show(step, array):
    place = np.argwhere(array == followed)[0].tolist()
    print(f"  {step:24}{place}")


row, rest = divmod(59, 5 * 3)
column, channel = divmod(rest, 3)
print(f"H,W,C: 59 = {row}·15 + {column}·3 + {channel}")
print(f"  row {row}, column {column}, channel {channel}")
show("W_dense", W_dense)
show(".reshape(5, 5, 3, 2)", W_dense.reshape(5, 5, 3, 2))

channel, rest = divmod(59, 5 * 5)
row, column = divmod(rest, 5)
print(f"C,H,W: 59 = {channel}·25 + {row}·5 + {column}")
print(f"  channel {channel}, row {row}, column {column}")
show("W_dense", W_dense)
show(".T", W_dense.T)
cut = W_dense.T.reshape(2, 3, 5, 5)
show(".reshape(2, 3, 5, 5)", cut)
show(".transpose(2, 3, 1, 0)", cut.transpose(2, 3, 1, 0))
