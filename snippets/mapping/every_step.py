"""Both formulas, step by step: each array whole, its last axis fastest."""

import numpy as np

W_dense = np.arange(150).reshape(75, 2)
by_output = W_dense.T
cut = by_output.reshape(2, 3, 5, 5)
turned = cut.transpose(2, 3, 1, 0)

for step, array in {
    "W_dense": W_dense,
    "W_dense.reshape(5, 5, 3, 2)": W_dense.reshape(5, 5, 3, 2),
    "W_dense.T": by_output,
    "W_dense.T.reshape(2, 3, 5, 5)": cut,
    "W_dense.T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0)": turned,
}.items():
    print(f"{step}, shape {array.shape}")
    for weights in array.reshape(-1, 15):
        print(" ".join(f"{weight:3}" for weight in weights))
