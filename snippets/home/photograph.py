"""A converted face detector's scores and its box, over the photograph."""

import keras
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import cbook
from mtcnn.network.onet import ONet
from mtcnn.utils.tensorflow import load_weights
from PIL import Image

from fully_convolutional import to_fully_convolutional

net = ONet()  # it judges one square of 48 × 48 pixels
net.build()
net.set_weights(load_weights("onet.lz4"))
image = keras.Input((48, 48, 3))
converted = to_fully_convolutional(keras.Model(image, net.call(image)))
photo = Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False))
small = np.asarray(photo.resize((102, 120), Image.BILINEAR), "float32")
outputs = converted.predict((small[None] - 127.5) / 128, verbose=0)
shifts, _, scores = (output[0] for output in outputs)
face = scores[:, :, 1]
row, column = np.unravel_index(face.argmax(), face.shape)
corner = np.array([8 * column, 8 * row])  # of the best cell's square
box = [*corner, *(corner + 48)] + 48 * shifts[row, column]

seen = 76, 56, 436, 376  # left, top, right and bottom of what is drawn
shown = photo.resize((170, 151), Image.BILINEAR, box=seen)
figure, ax = plt.subplots(figsize=(2.8, 2.5))
left, top, right, bottom = np.array(seen) * 102 / 512
ax.imshow(shown, extent=(left, right, bottom, top), interpolation="none")
heat = np.full((*face.shape, 4), [1, 0.75, 0, 0])
heat[:, :, 3] = 0.5 * face
end = 20 + 8 * np.array(face.shape)  # squares of 8 pixels, the first at 20
ax.imshow(heat, extent=(20, end[1], end[0], 20), interpolation="none")
ax.plot(box[[0, 2, 2, 0, 0]], box[[1, 1, 3, 3, 1]], color="white", lw=2)
ax.set(xlim=(left, right), ylim=(bottom, top), xticks=[], yticks=[])
ax.spines[:].set_visible(False)
