"""May the Dense layer move before the pooling? Average: yes. Maximum: no."""

import numpy as np

rng = np.random.default_rng(0)
feature_map = rng.normal(size=(3, 4, 5))
w, b = rng.normal(size=(5, 2)), rng.normal(size=2)
cells = feature_map @ w + b  # the Dense layer in every cell: a 1x1 convolution

for name, pool in (("average", np.mean), ("maximum", np.max)):
    pooled_first = pool(feature_map, axis=(0, 1)) @ w + b
    dense_first = pool(cells, axis=(0, 1))
    equal = np.allclose(pooled_first, dense_first)
    print(f"{name}:", "equal" if equal else "DIFFERENT")
    print("  pooled first:", pooled_first.round(3))
    print("  Dense first: ", dense_first.round(3))
