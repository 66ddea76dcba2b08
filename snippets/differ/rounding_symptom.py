"""Rounding, symptom: the last digits differ after another summation order."""

import numpy as np

x = np.random.default_rng(0).normal(size=75).astype("float32")
forwards = backwards = np.float32(0)
for a, b in zip(x, x[::-1], strict=True):
    forwards, backwards = forwards + a, backwards + b
print("equal with ==:", forwards == backwards)
print("difference below 0.00001:", abs(forwards - backwards) < 1e-5)
