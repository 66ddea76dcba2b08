"""With an activation before the Dense, normalisation becomes a convolution."""

import numpy as np

rng = np.random.default_rng(0)
h, w, c, out = 2, 3, 4, 2
n = h * w * c
scale, shift = rng.uniform(0.5, 2, n), rng.normal(size=n)
kernel, bias = rng.normal(size=(n, out)), rng.normal(size=out)
x = rng.normal(size=n)

activated = np.maximum(scale * x + shift, 0)
print("normalise, ReLU, Dense:", (activated @ kernel + bias).round(3))

folded_kernel, folded_bias = scale[:, None] * kernel, bias + shift @ kernel
wrong = np.maximum(x, 0) @ folded_kernel + folded_bias
print("folded past the ReLU:  ", wrong.round(3))

conv = np.diag(scale).reshape(h, w, c, n)  # an output for each vector element
features = np.einsum("hwc,hwcn->n", x.reshape(h, w, c), conv) + shift
y = np.maximum(features, 0) @ kernel + bias  # the Dense layer, now 1×1
print("converted:             ", y.round(3))
