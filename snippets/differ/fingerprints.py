"""Classic against converted outputs: each fault leaves a shape of its own."""

import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(0)
h, w, c = 2, 3, 4
x = rng.normal(size=(150, h, w, c))
kernel = rng.normal(size=(h, w, c)) / 4
bias = 1.0
shuffled = kernel.reshape(c, h, w).transpose(1, 2, 0)
linear = np.tensordot(x, kernel, 3)
dense = np.maximum(linear + bias, 0)
faults = {
    "right": dense,
    "flatten order": np.maximum(np.tensordot(x, shuffled, 3) + bias, 0),
    "activation lost": linear + bias,
    "bias lost": np.maximum(linear, 0),
}

fig, axes = plt.subplots(2, 2, figsize=(4.5, 3.8), sharex=True, sharey=True)
for number, (ax, (title, converted)) in enumerate(
    zip(axes.flat, faults.items(), strict=True)
):
    ax.axline((0, 0), slope=1, color="0.5", lw=0.8)  # equal outputs
    ax.plot(dense, converted, ".", color=f"C{number}", ms=4)
    ax.set(title=title, xticks=[0, 2, 4], yticks=[-2, 0, 2, 4])
fig.supxlabel("classic")
fig.supylabel("converted")
