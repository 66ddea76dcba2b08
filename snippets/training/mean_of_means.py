"""Two images of different sizes: the mean of their means, and of all cells."""

import numpy as np

losses = {"small": np.array([8]), "large": np.array([1, 2, 0, 1])}  # by cell

means = [cells.mean() for cells in losses.values()]
every = np.concatenate(list(losses.values()))
print(
    "mean of each image:",
    *map(float, means),
    "· mean of these:",
    np.mean(means),
)
print("mean over all cells, as over all crops:", every.mean())
total = sum(cells.sum() for cells in losses.values())
print("sum of all losses by the number of cells:", total / every.size)
