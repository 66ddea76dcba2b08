"""Each flatten order has its own mapping: compare all four pairings."""

import numpy as np

np.set_printoptions(precision=3, suppress=True)
conv1 = np.zeros((3, 5, 5)) + np.array([0.1, 0.2, 0.3]).reshape(3, 1, 1)
conv1[:, 1, :3] += [[3, 2, 1], [6, 5, 4], [9, 8, 7]]
W_dense = np.arange(2 * 75).reshape(75, 2)

vectors = {
    "H,W,C": conv1.transpose(1, 2, 0).reshape(75),
    "C,H,W": conv1.reshape(75),
}
turned = W_dense.T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0)
straight = W_dense.reshape(5, 5, 3, 2)
kernels = {"reshape(5, 5, 3, 2)": straight, "T.reshape(2, 3, 5, 5)...": turned}

for order, vector in vectors.items():
    dense = vector @ W_dense + 0.1
    print(f"flattened {order}: Dense gives {dense}")
    for name, kernel in kernels.items():
        output = np.einsum("chw,hwco->o", conv1, kernel) + 0.1
        verdict = "equal" if np.allclose(output, dense) else "DIFFERENT"
        print(f"  {verdict}: {name}")
        print("    gives", output)
