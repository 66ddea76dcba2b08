"""What the detector says of one square of a photograph: is it a face?"""

import keras
import numpy as np
from matplotlib import cbook
from mtcnn.network.rnet import RNet
from mtcnn.utils.tensorflow import load_weights
from PIL import Image

net = RNet()
net.build()
net.set_weights(load_weights("rnet.lz4"))
photo = Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False))
print("photograph, width and height:", photo.size)


def face_score(left, top, side):
    square = photo.crop((left, top, left + side, top + side))
    small = square.resize((24, 24), Image.BILINEAR)
    pixels = (np.asarray(small, "float32") - 127.5) / 128  # as in its training
    _, scores = net.call(pixels[None])
    return keras.ops.convert_to_numpy(scores)[0, 1]


print(f"a square on her face: {face_score(160, 80, 240):.3f}")
print(f"a square on the flag: {face_score(0, 130, 160):.3f}")
