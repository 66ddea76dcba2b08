"""Scanning against cropping: the first pooling of the detector pads."""

import keras
import numpy as np
from matplotlib import cbook
from mtcnn.network.rnet import RNet
from mtcnn.utils.tensorflow import load_weights
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image

from fully_convolutional import to_fully_convolutional

net = RNet()
net.build()
net.set_weights(load_weights("rnet.lz4"))
image = keras.Input((24, 24, 3))
classic = keras.Model(image, net.call(image))
photo = Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False))
small = photo.resize((52, 60), Image.BILINEAR)
pixels = (np.asarray(small, "float32") - 127.5) / 128

windows = sliding_window_view(pixels, (24, 24), axis=(0, 1))[::4, ::4]
crops = windows.reshape(-1, 3, 24, 24).transpose(0, 2, 3, 1)
cropped = classic.predict(crops, verbose=0)[1][:, 1].reshape(10, 8)
converted = to_fully_convolutional(classic)
scanned = converted.predict(pixels[None], verbose=0)[1][0, :, :, 1]

gap = np.abs(scanned - cropped)
print(f"largest difference of two scores: {gap.max():.2f}")
print(f"differ by more than 0.01: {(gap > 0.01).sum()} of {gap.size}")
print(f"difference of the last cell: {gap[-1, -1]:.6f}")
print("above 0.7:")
for name, scores in {"scanned": scanned, "cropped": cropped}.items():
    print(name, *map(tuple, np.argwhere(scores > 0.7).tolist()))
