"""Two orders, two formulas: two pairings are right, two part silently."""

import numpy as np

maps = np.zeros((3, 5, 5)) + np.array([0.1, 0.2, 0.3])[:, None, None]
maps[:, 1, :3] += [[3, 2, 1], [6, 5, 4], [9, 8, 7]]
W = np.arange(150).reshape(75, 2)
bias = 0.1

flat = {"C,H,W": maps.ravel(), "H,W,C": maps.transpose(1, 2, 0).ravel()}
kernels = {
    "C,H,W": W.T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0),
    "H,W,C": W.reshape(5, 5, 3, 2),
}

for order, vector in flat.items():
    dense = vector @ W + bias
    for formula, kernel in kernels.items():
        conv = np.einsum("crk,rkco->o", maps, kernel) + bias
        wrong = (kernel != kernels[order]).sum()
        print(f"flattened {order}, formula for {formula}")
        print(f"  dense {dense.round(1)}, convolution {conv.round(1)}")
        print(f"  equal: {np.allclose(dense, conv)}, misplaced: {wrong} of 150")
