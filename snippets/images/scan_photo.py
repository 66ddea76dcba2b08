"""From a photograph on disk to the place of a face in its pixels."""

import keras
import numpy as np
from matplotlib import cbook
from mtcnn.network.rnet import RNet
from mtcnn.utils.tensorflow import load_weights
from PIL import Image, ImageOps

from fully_convolutional import receptive_field, to_fully_convolutional

path = cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)
net = RNet()  # in your case: your classic network
net.build()
net.set_weights(load_weights("rnet.lz4"))
image = keras.Input((24, 24, 3))
converted = to_fully_convolutional(keras.Model(image, net.call(image)))
_, field = receptive_field(converted).values()
print(f"a cell sees {field.size}, every {field.stride}, from {field.offset}")

with Image.open(path) as opened:
    photo = ImageOps.exif_transpose(opened).convert("RGB")
print("photograph, width and height:", photo.size)
print("size  map       best  rows     columns")
for shrink in 5, 10, 20:  # a face may be small or large
    small = photo.resize([round(n / shrink) for n in photo.size])
    pixels = (np.asarray(small, "float32") - 127.5) / 128  # as in training
    _, scores = converted.predict(pixels[None], verbose=0)
    face = scores[0, :, :, 1]
    cell = np.array(np.unravel_index(face.argmax(), face.shape))
    r, c = shrink * (cell * field.stride + field.offset)
    height, width = shrink * np.array(field.size)
    print(f"{f'1/{shrink}':4}  {face.shape!s:8}  {face.max():.2f}  ", end="")
    print(f"{f'{r}-{r + height - 1}':7}  {c}-{c + width - 1}")
