"""The same weights in the wrong places: no error, and boxes that look right."""

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
small = photo.resize((51, 60), Image.BILINEAR)
pixels = (np.asarray(small, "float32") - 127.5) / 128

W_dense = keras.ops.convert_to_numpy(net.fc4.kernel)  # (3 · 3 · 64, 128)
kernels = {
    "W,H,C": W_dense.reshape(3, 3, 64, 128).transpose(1, 0, 2, 3),
    "H,W,C": W_dense.reshape(3, 3, 64, 128),
    "C,H,W": W_dense.reshape(64, 3, 3, 128).transpose(1, 2, 0, 3),
}
kernel = converted.get_layer("fc4").kernel
print("converter took W,H,C:", np.array_equal(kernel, kernels["W,H,C"]))
print("order  say face  best  box")
for order, values in kernels.items():
    kernel.assign(values)
    shifts, scores = converted.predict(pixels[None], verbose=0)
    face = scores[0, :, :, 1]
    row, column = np.unravel_index(face.argmax(), face.shape)
    box = 4 * np.array([column, row, column, row]) + [0, 0, 24, 24]
    box = (box + 24 * shifts[0, row, column]) * 512 / 51
    print(f"{order}  {(face > 0.7).sum():2} of {face.size}  ", end="")
    print(f"{face.max():.2f} ", box.round().astype(int))
