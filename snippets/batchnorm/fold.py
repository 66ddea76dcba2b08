"""Batch normalisation between Flatten and Dense, folded into the Dense."""

import numpy as np

rng = np.random.default_rng(0)
h, w, c, out, epsilon = 2, 3, 4, 2, 1e-3
n = h * w * c  # the normalisation has one set of numbers per vector element
mean, beta = rng.normal(size=(2, n))
variance, gamma = rng.uniform(0.5, 2, (2, n))
kernel, bias = rng.normal(size=(n, out)), rng.normal(size=out)

scale = gamma / np.sqrt(variance + epsilon)
folded_kernel = scale[:, None] * kernel
folded_bias = bias + (beta - mean * scale) @ kernel

x = rng.normal(size=n)
normalised = gamma * (x - mean) / np.sqrt(variance + epsilon) + beta
print("normalise, then Dense:", (normalised @ kernel + bias).round(3))
print("folded Dense:         ", (x @ folded_kernel + folded_bias).round(3))

conv = folded_kernel.reshape(h, w, c, out)  # from here on, as always
y = np.einsum("hwc,hwco->o", x.reshape(h, w, c), conv) + folded_bias
print("converted:            ", y.round(3))
