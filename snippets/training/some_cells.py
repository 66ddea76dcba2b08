"""A step on some crops only: weight the cells of the whole image in fit."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
keras.config.set_floatx("float64")
network = keras.Sequential(
    [
        keras.Input((None, None, 1)),
        layers.Conv2D(3, 3, activation="relu"),
        layers.Conv2D(1, 4),
    ]
)
start = network.get_weights()
rng = np.random.default_rng(0)
image, targets = rng.random((20, 20)), rng.random((15, 15))
chosen = rng.random((15, 15)) < 0.1
crops = np.lib.stride_tricks.sliding_window_view(image, (6, 6))


def step(reduction, x, y, weights=None):
    """The way that one step of gradient descent moves the weights."""
    network.set_weights(start)
    loss = keras.losses.MeanSquaredError(reduction)
    network.compile(keras.optimizers.SGD(0.1), loss)
    network.fit(x, y, sample_weight=weights, batch_size=len(x), verbose=0)
    pairs = zip(network.get_weights(), start, strict=True)
    return np.concatenate([(now - before).ravel() for now, before in pairs])


x, y = crops[chosen][..., None], targets[chosen].reshape(-1, 1, 1, 1)
alone = step("sum_over_batch_size", x, y)  # the default: mean over all cells
whole = image[None, ..., None], targets[None, ..., None]
weights = chosen[None].astype(float)  # (1, 15, 15): one a cell, no class axis
print(f"{len(x)} of {chosen.size} crops")
moved = {
    reduction: step(reduction, *whole, weights)
    for reduction in ("mean_with_sample_weight", "sum_over_batch_size")
}
print("equal  length  reduction")
for reduction, way in moved.items():
    ratio = np.linalg.norm(way) / np.linalg.norm(alone)
    equal = np.allclose(way, alone, rtol=1e-9, atol=1e-12)
    print(f"{equal!s:5s}  {ratio:6.3f}  {reduction}")
print(f"{len(x)} / {chosen.size} = {len(x) / chosen.size:.3f}")
