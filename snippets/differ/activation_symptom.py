"""Activation, symptom: equal where positive, and negative numbers appear."""

import numpy as np

rng = np.random.default_rng(0)
x, w = rng.integers(-9, 10, (4, 3)), rng.integers(-9, 10, (3, 2))
dense = np.maximum(x @ w, 0)  # Dense(2, activation="relu")
conv = x @ w  # Conv2D(2, 1): the activation was forgotten
for name, y in (("dense", dense), ("converted", conv)):
    print(f"{name:9}", *(f"{value:3}" for value in y.ravel()))
