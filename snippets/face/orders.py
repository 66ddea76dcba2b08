"""The heat map in the right flatten order, and in two wrong ones."""
# timeout: 180

import keras
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import cbook
from mtcnn.network.rnet import RNet
from mtcnn.utils.tensorflow import load_weights
from PIL import Image

from fully_convolutional import to_fully_convolutional

net = RNet()
net.build()
net.set_weights(load_weights("rnet.lz4"))
image = keras.Input((24, 24, 3))
converted = to_fully_convolutional(keras.Model(image, net.call(image)))
photo = Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False))
small = photo.resize((51, 60), Image.BILINEAR)
pixels = (np.asarray(small, "float32") - 127.5) / 128

rows = keras.ops.convert_to_numpy(net.fc4.kernel)  # (3 · 3 · 64, 128)
kernels = {
    "W,H,C: right": rows.reshape(3, 3, 64, 128).transpose(1, 0, 2, 3),
    "H,W,C: wrong": rows.reshape(3, 3, 64, 128),
    "C,H,W: wrong": rows.reshape(64, 3, 3, 128).transpose(1, 2, 0, 3),
}
grey = np.asarray(small.convert("L")) // 16  # few levels, a small file
figure, axes = plt.subplots(1, 3, figsize=(4.5, 2.2))
maps = {}
for ax, (title, kernel) in zip(axes, kernels.items(), strict=True):
    converted.get_layer("fc4").kernel.assign(kernel)
    _, scores = converted.predict(pixels[None], verbose=0)
    face = maps[title] = scores[0, :, :, 1]
    ax.imshow(grey, "gray", interpolation="none")
    heat = np.full((*face.shape, 4), [1, 0.75, 0, 0])
    heat[:, :, 3] = 0.8 * face
    end = 9.5 + 4 * np.array(face.shape)  # the first window's middle is 11.5
    ax.imshow(heat, extent=(9.5, end[1], end[0], 9.5), interpolation="none")
    ax.set(xlim=(-0.5, 50.5), ylim=(59.5, -0.5), xticks=[], yticks=[])
    ax.set_title(title)
    ax.set_xlabel(f"{(face > 0.7).sum()} of {face.size}")
    ax.spines[:].set_visible(False)
