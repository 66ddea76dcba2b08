"""Scan the photograph at one size: a score for each place, in one pass."""

import keras
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
small = photo.resize((51, 60), Image.BILINEAR)  # her face: about 24 pixels
pixels = (np.asarray(small, "float32") - 127.5) / 128
boxes, scores = converted.predict(pixels[None], verbose=0)
face = scores[0, :, :, 1]
print("image", pixels.shape, "→ map of scores", face.shape)

for row in face:
    print(*(f"{s:.1f}" if s >= 0.05 else " · " for s in row))
row, column = np.unravel_index(face.argmax(), face.shape)
left, top, side = (round(n * 512 / 51) for n in (4 * column, 4 * row, 24))
print(f"best cell: row {row}, column {column}, stride 4")
print(f"on the photograph: {side} pixels a side from ({left}, {top})")
