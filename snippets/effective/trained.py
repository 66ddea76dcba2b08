"""The field on paper, and where the gradients of a trained network are."""

import keras
import numpy as np
import tensorflow as tf
from matplotlib import cbook
from mtcnn.network.onet import ONet
from mtcnn.utils.tensorflow import load_weights
from PIL import Image

from fully_convolutional import receptive_field

keras.utils.set_random_seed(0)
net = ONet()
net.build()
image = features = keras.Input((None, None, 3))
for layer in net.layers[:10]:  # up to the last convolution, before Flatten
    features = layer(features)
trunk = keras.Model(image, features)
size = receptive_field(trunk).size[0]
print(f"on paper: {size} × {size} pixels, all alike")

photo = Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False))
pixels = (np.asarray(photo.resize((205, 240)), "float32") - 127.5) / 128


def energy(places=60):
    """Mean squared gradient of a cell of the trunk, by pixel around it."""
    total, rng = np.zeros((80, 80)), np.random.default_rng(0)
    for row, column in rng.integers(0, (160, 125), (places, 2)):
        crop = tf.constant(pixels[None, row : row + 80, column : column + 80])
        signs = rng.choice([-1.0, 1.0], 128).astype("float32")  # mixes channels
        with tf.GradientTape() as tape:
            tape.watch(crop)
            cell = tf.tensordot(trunk(crop)[0, 3, 3], signs, 1)
        total += (tape.gradient(cell, crop).numpy() ** 2).sum(axis=(0, 3))
    return total / places


untrained = energy()
net.set_weights(load_weights("onet.lz4"))
trained = energy()
middle = 24 + (size - 1) / 2  # cell 3 begins at pixel 3 · 8
across = np.abs(np.arange(80) - middle)
away = np.maximum(across[:, None], across)
print("share of squared gradient in a central square")
print("square     its area  untrained  trained")
for side in 9, 17, 25, 33:
    parts = [e[away < side / 2].sum() / e.sum() for e in (untrained, trained)]
    print(f"{side:2} × {side:<2} {(side / size) ** 2:11.0%}", end="")
    print("{:11.0%}{:9.0%}".format(*parts))
