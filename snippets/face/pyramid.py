"""The network knows faces of one size; a pyramid of images brings others."""

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

print("image      map      best  side  left, top")
for step in range(6):
    width, height = (round(n * 0.4 / 2 ** (step / 2)) for n in photo.size)
    small = photo.resize((width, height), Image.BILINEAR)
    pixels = (np.asarray(small, "float32") - 127.5) / 128
    _, scores = converted.predict(pixels[None], verbose=0)
    face = scores[0, :, :, 1]
    cell = np.unravel_index(face.argmax(), face.shape)
    top, left, side = np.array([4 * cell[0], 4 * cell[1], 24]) * 512 / width
    print(f"{width:3} × {height:<3}  ", end="")
    print(f"{face.shape[1]:2} × {face.shape[0]:<2}  {face.max():.2f}  ", end="")
    print(f"{side:4.0f}  {left:4.0f}, {top:.0f}")
