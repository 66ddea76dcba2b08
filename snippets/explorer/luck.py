"""One image on which the wrong pairing gives equal outputs, and one not."""

import numpy as np

filters = np.arange(1, 10).reshape(3, 3)
filter_bias = np.array([0.1, 0.2, 0.3])
W_dense = np.arange(150).reshape(75, 2)
right = W_dense.reshape(5, 5, 3, 2)
# The formula for a map that was flattened C,H,W:
wrong = W_dense.T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0)

for pixels in [(3, 2), (3, 4), (3, 6)], [(3, 2), (3, 4)]:
    image = np.zeros((5, 7))
    for pixel in pixels:
        image[pixel] = 1
    shifted = np.stack([image[:, k : k + 5] for k in range(3)])
    maps = np.tensordot(filters, shifted, 1) + filter_bias[:, None, None]
    dense = maps.transpose(1, 2, 0).ravel() @ W_dense + 0.1  # read H,W,C
    conv = np.einsum("crk,rkco->o", maps, wrong) + 0.1
    print("pixels", *pixels)
    print(f"  dense {dense.round(1)}, convolution {conv.round(1)}")
    print("  equal:", np.allclose(dense, conv))
print("misplaced:", (right != wrong).sum(), "of 150")
