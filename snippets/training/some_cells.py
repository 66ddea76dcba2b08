"""A step on some patches only: weigh the cells, the gradient follows."""

import keras
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(0)
keras.config.set_floatx("float64")
network = keras.Sequential(
    [
        keras.Input((None, None, 1)),
        keras.layers.Conv2D(3, 3, activation="relu"),
        keras.layers.Conv2D(1, 4),
    ]
)
rng = np.random.default_rng(0)
image, targets = rng.random((20, 20)), rng.random((15, 15))
chosen = rng.random((15, 15)) < 0.1
crops = np.lib.stride_tricks.sliding_window_view(image, (6, 6))


def gradient(x, y, weights):
    with tf.GradientTape() as tape:
        errors = (network(x)[..., 0] - y) ** 2
        loss = tf.reduce_sum(weights * errors) / weights.sum()
    return tape.gradient(loss, network.trainable_weights)


patches, wanted = crops[chosen][..., None], targets[chosen][:, None, None]
some = gradient(patches, wanted, np.ones(wanted.shape))
whole = gradient(image[None, ..., None], targets, chosen.astype(float))
print(f"{len(patches)} of {chosen.size} patches")
print(
    "equal:", all(np.allclose(a, b) for a, b in zip(some, whole, strict=True))
)
