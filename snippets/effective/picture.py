"""Where the gradient of one cell lies, inside its field on paper."""

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from matplotlib import cbook
from mtcnn.network.onet import ONet
from mtcnn.utils.tensorflow import load_weights
from PIL import Image

net = ONet()
net.build()
net.set_weights(load_weights("onet.lz4"))
image = features = keras.Input((None, None, 3))
for layer in net.layers[:10]:
    features = layer(features)
trunk = keras.Model(image, features)

photo = Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False))
pixels = (np.asarray(photo.resize((205, 240)), "float32") - 127.5) / 128
total, rng = np.zeros((80, 80)), np.random.default_rng(0)
for row, column in rng.integers(0, (160, 125), (60, 2)):
    crop = tf.constant(pixels[None, row : row + 80, column : column + 80])
    signs = rng.choice([-1.0, 1.0], 128).astype("float32")
    with tf.GradientTape() as tape:
        tape.watch(crop)
        cell = tf.tensordot(trunk(crop)[0, 3, 3], signs, 1)
    total += (tape.gradient(cell, crop).numpy() ** 2).sum(axis=(0, 3))

figure, ax = plt.subplots(figsize=(3.4, 3.2))
shown = np.sqrt(total[20:61, 20:61])
heat = np.full((41, 41, 4), [0.12, 0.47, 0.76, 0])
heat[:, :, 3] = shown / shown.max()
ax.imshow(heat, extent=(19.5, 60.5, 60.5, 19.5), interpolation="none")
ax.plot([23.5, 56.5, 56.5, 23.5, 23.5], [23.5, 23.5, 56.5, 56.5, 23.5])
ax.set_title("33 × 33 on paper")
ax.set(xticks=[], yticks=[])
ax.spines[:].set_visible(False)
