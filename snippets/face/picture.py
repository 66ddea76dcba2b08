"""The photograph, the map of scores over it, and what O-Net found."""

import keras
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import cbook
from mtcnn.network.onet import ONet
from mtcnn.utils.tensorflow import load_weights
from PIL import Image

from fully_convolutional import to_fully_convolutional

net = ONet()
net.build()
net.set_weights(load_weights("onet.lz4"))
image = keras.Input((48, 48, 3))
converted = to_fully_convolutional(keras.Model(image, net.call(image)))
photo = Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False))
small = np.asarray(photo.resize((102, 120), Image.BILINEAR), "float32")
outputs = converted.predict((small[None] - 127.5) / 128, verbose=0)
shifts, points, scores = (output[0] for output in outputs)
face = scores[:, :, 1]
row, column = np.unravel_index(face.argmax(), face.shape)
corner = np.array([8 * column, 8 * row])  # of the best cell's window
box = [*corner, *(corner + 48)] + 48 * shifts[row, column]
marks = corner + 48 * points[row, column].reshape(2, 5).T

figure, ax = plt.subplots(figsize=(3.6, 4.1))
shown = photo.resize((240, 281), Image.LANCZOS)
ax.imshow(shown, extent=(0, 102, 120, 0), interpolation="none")
heat = np.full((*face.shape, 4), [1, 0.75, 0, 0])
heat[:, :, 3] = 0.8 * face  # a cell that says face hides what is under it
ends = 20 + 8 * np.array(face.shape)  # windows begin at 0, middles at 24
extent = (20, ends[1], ends[0], 20)
ax.imshow(heat, extent=extent, interpolation="none")
ax.plot(box[[0, 2, 2, 0, 0]], box[[1, 1, 3, 3, 1]], color="white", lw=2)
ax.scatter(*marks.T, s=24, color="white", edgecolor="black")
ax.set(xlim=(0, 102), ylim=(120, 0), xticks=[], yticks=[])
ax.spines[:].set_visible(False)
