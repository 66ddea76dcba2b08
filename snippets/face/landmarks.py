"""The next network of the detector, O-Net: one box, and five points."""

import keras
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

best = 0
for shrink in 2.5, 3.54, 5, 7.07:
    size = [round(n / shrink) for n in photo.size]
    small = np.asarray(photo.resize(size, Image.BILINEAR), "float32")
    shift, points, score = converted.predict(
        (small[None] - 127.5) / 128, verbose=0
    )
    face = score[0, :, :, 1]
    print(f"{size[0]} × {size[1]}: best score {face.max():.2f}")
    if face.max() > best:
        best = face.max()
        row, column = np.unravel_index(face.argmax(), face.shape)
        corner = np.array([8 * column, 8 * row])  # stride 8
        box = [*corner, *(corner + 48)] + 48 * shift[0, row, column]
        marks = corner + 48 * points[0, row, column].reshape(2, 5).T
        box, marks = shrink * box, shrink * marks

print(f"score {best:.2f}, box", box.round().astype(int))
names = ["eye, left", "eye, right", "nose", "mouth, left", "mouth, right"]
for name, mark in zip(names, marks.round().astype(int), strict=True):
    print(f"{name:12}", mark)
