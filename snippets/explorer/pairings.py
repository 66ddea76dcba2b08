"""Two orders, two formulas: two pairings are equal, two differ silently."""

import numpy as np

maps = np.zeros((3, 5, 5)) + np.array([0.1, 0.2, 0.3])[:, None, None]
maps[:, 1, :3] += [[3, 2, 1], [6, 5, 4], [9, 8, 7]]
W_dense = np.arange(150).reshape(75, 2)
bias = 0.1

flat = {"H,W,C": maps.transpose(1, 2, 0).ravel(), "C,H,W": maps.ravel()}
kernels = {
    "H,W,C": W_dense.reshape(5, 5, 3, 2),
    "C,H,W": W_dense.T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0),
}

for order, vector in flat.items():
    dense = vector @ W_dense + bias
    for formula, kernel in kernels.items():
        conv = np.einsum("crk,rkco->o", maps, kernel) + bias
        wrong = (kernel != kernels[order]).sum()
        print(f"flattened {order}, formula for {formula}")
        print(f"  dense {dense.round(1)}, convolution {conv.round(1)}")
        print(f"  equal: {np.allclose(dense, conv)}, misplaced: {wrong} of 150")
