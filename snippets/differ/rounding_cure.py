"""Rounding, cure: allclose, or small integers, whose float sums are exact."""

import numpy as np

rng = np.random.default_rng(0)
for name, x in (
    ("reals", rng.normal(size=75).astype("float32")),
    ("integers", rng.integers(-9, 10, 75).astype("float32")),
):
    forwards = backwards = np.float32(0)
    for a, b in zip(x, x[::-1], strict=True):
        forwards, backwards = forwards + a, backwards + b
    close = np.allclose(forwards, backwards, atol=1e-5)
    print(f"{name:8} ==: {forwards == backwards!s:5} allclose: {close}")
limit = np.float32(2**24)
print("at 2**24 x + 1 == x:", limit + np.float32(1) == limit)
