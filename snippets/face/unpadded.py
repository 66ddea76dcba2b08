"""The same weights without padding, crops of 25 pixels: cells equal crops."""

import keras
import numpy as np
from matplotlib import cbook
from mtcnn.network.rnet import RNet
from mtcnn.utils.tensorflow import load_weights
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image

from fully_convolutional import receptive_field, to_fully_convolutional

net = RNet()
net.build()
net.set_weights(load_weights("rnet.lz4"))
net.maxpool1.padding = "valid"  # was "same"
image = keras.Input((25, 25, 3))
unpadded = keras.Model(image, net.call(image))
for output, field in receptive_field(unpadded).items():
    print(output[0], "equals cropping:", field.equals_cropping)

photo = Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False))
small = photo.resize((51, 60), Image.BILINEAR)
pixels = (np.asarray(small, "float32") - 127.5) / 128
windows = sliding_window_view(pixels, (25, 25), axis=(0, 1))[::4, ::4]
crops = windows.reshape(-1, 3, 25, 25).transpose(0, 2, 3, 1)
cropped = unpadded.predict(crops, verbose=0)
scanned = to_fully_convolutional(unpadded).predict(pixels[None], verbose=0)

for name, one, other in zip(("boxes", "scores"), cropped, scanned, strict=True):
    same = np.allclose(one.reshape(other.shape), other, atol=1e-5)
    print(f"{name}: map {other.shape[1:]}, equal to {len(one)} crops: {same}")
