"""On a square map, kernels with the right shape can hold wrong weights."""

import itertools

import numpy as np

rng = np.random.default_rng(0)
feature_map = rng.integers(0, 9, (3, 5, 5))
W_dense = rng.integers(-9, 9, (75, 2))
dense = feature_map.reshape(75) @ W_dense

candidates = {"reshape(5, 5, 3, 2)": W_dense.reshape(5, 5, 3, 2)}
for axes in itertools.permutations(range(4)):
    kernel = W_dense.T.reshape(2, 3, 5, 5).transpose(axes)
    candidates[f"T.reshape(2, 3, 5, 5).transpose{axes}"] = kernel

for name, kernel in candidates.items():
    if kernel.shape == (5, 5, 3, 2):
        output = np.einsum("chw,hwco->o", feature_map, kernel)
        verdict = "right" if np.array_equal(output, dense) else "WRONG"
        print(f"{verdict}: {name}")
