"""75 maps with a single 1 read out every weight: which are in their place?"""

import numpy as np

W_dense = np.arange(150).reshape(75, 2)
cut = W_dense.T.reshape(2, 3, 5, 5)
kernels = {
    "one step": W_dense.reshape(5, 5, 3, 2),
    "three steps": cut.transpose(2, 3, 1, 0),
}

# Map n is 1 where the flat index is n. Dense answers W_dense[n].
one_hot = np.eye(75, dtype=int)
maps = {
    "H,W,C": one_hot.reshape(75, 5, 5, 3),
    "C,H,W": one_hot.reshape(75, 3, 5, 5).transpose(0, 2, 3, 1),
}

for order, batch in maps.items():
    print("flattened", order)
    for formula, kernel in kernels.items():
        answers = np.einsum("nrkc,rkco->no", batch, kernel)
        right = (answers == W_dense).sum()
        print(f"  {right} of {W_dense.size} right: {formula}")
