"""From maps to boxes: threshold, the network's own correction, suppression."""

import keras
import numpy as np
from matplotlib import cbook
from mtcnn.network.rnet import RNet
from mtcnn.utils.tensorflow import load_weights
from PIL import Image

from fully_convolutional import to_fully_convolutional


def overlap(box, others):  # intersection over union; left, top, right, bottom
    low = np.maximum(box[:2], others[:, :2])
    high = np.minimum(box[2:], others[:, 2:])
    common = np.maximum(high - low, 0).prod(axis=1)
    areas = (others[:, 2:] - others[:, :2]).prod(axis=1)
    return common / ((box[2:] - box[:2]).prod() + areas - common)


net = RNet()
net.build()
net.set_weights(load_weights("rnet.lz4"))
image = keras.Input((24, 24, 3))
converted = to_fully_convolutional(keras.Model(image, net.call(image)))
photo = Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False))
found = []
for shrink in 2.5, 3.54, 5, 7.07, 10, 14.14:  # the pyramid, as it was
    size = [round(n / shrink) for n in photo.size]
    small = np.asarray(photo.resize(size, Image.BILINEAR), "float32")
    shift, score = converted.predict((small[None] - 127.5) / 128, verbose=0)
    for row, column in np.argwhere(score[0, :, :, 1] > 0.7):
        corners = 4 * np.array([column, row, column, row]) + [0, 0, 24, 24]
        corners = shrink * (corners + 24 * shift[0, row, column])
        found.append([score[0, row, column, 1], *corners])
found = np.array(sorted(found, reverse=True))
print(len(found), "cells say face")
while len(found):  # keep the best; drop what overlaps it
    print(f"score {found[0, 0]:.2f}, box", found[0, 1:].round().astype(int))
    found = found[overlap(found[0, 1:], found[:, 1:]) < 0.3]
