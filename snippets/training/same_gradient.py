"""One loss over a whole image, one over its crops: equal gradients."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

keras.utils.set_random_seed(0)
keras.config.set_floatx("float64")  # so that "equal" can be a strict word
network = keras.Sequential(
    [
        keras.Input((None, None, 1)),
        layers.Conv2D(3, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(4, 3, activation="relu"),  # was Dense(4)
        layers.Conv2D(5, 1),  # was Dense(5)
    ]
)
loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

rng = np.random.default_rng(0)
image = rng.random((20, 24))
targets = rng.integers(0, 5, (7, 9))  # a class for every cell
crops = np.lib.stride_tricks.sliding_window_view(image, (8, 8))[::2, ::2]


def gradients(x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(y, network(x))  # the mean over all cells
    return float(loss), tape.gradient(loss, network.trainable_weights)


crop_loss, crop_gradients = gradients(
    crops.reshape(63, 8, 8, 1), targets.reshape(63, 1, 1)
)
loss, whole_gradients = gradients(image[None, :, :, None], targets[None])
print(f"loss over 63 crops {crop_loss:.6f}, over the image {loss:.6f}")
for a, b, w in zip(
    crop_gradients, whole_gradients, network.trainable_weights, strict=True
):
    close = np.allclose(a, b, rtol=1e-9, atol=1e-12)
    print(f"gradient of {w.name:6s} {w.shape!s:13s} equal: {close}")
