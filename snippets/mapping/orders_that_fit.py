"""On a square map, kernels with the right shape can hold wrong weights."""

import itertools

import numpy as np

rng = np.random.default_rng(0)
feature_map = rng.integers(0, 9, (5, 5, 3))
W_dense = rng.integers(-9, 9, (75, 2))
flat = {
    "H,W,C": feature_map.reshape(75),
    "C,H,W": feature_map.transpose(2, 0, 1).reshape(75),
}

candidates = {"W_dense.reshape(5, 5, 3, 2)": W_dense.reshape(5, 5, 3, 2)}
cut = W_dense.T.reshape(2, 3, 5, 5)
for axes in itertools.permutations(range(4)):
    candidates[f"cut.transpose{axes}"] = cut.transpose(axes)

print("H,W,C  C,H,W")
for name, kernel in candidates.items():
    if kernel.shape == (5, 5, 3, 2):
        output = np.einsum("rkc,rkco->o", feature_map, kernel)
        for order in flat:
            right = np.array_equal(output, flat[order] @ W_dense)
            print("right" if right else "WRONG", end="  ")
        print(name)
