"""From a file on disk to boxes in its pixels."""

import keras
import numpy as np
from keras import layers
from PIL import Image

from fully_convolutional import receptive_field, to_fully_convolutional

# A file to read: three bright squares of 6 x 6 pixels on a dark ground
drawn = np.zeros((40, 60), dtype="uint8")
for r, c in [(4, 6), (10, 40), (28, 20)]:
    drawn[r : r + 6, c : c + 6] = 255
Image.fromarray(drawn).save("squares.png")

# A small network with weights set by hand: is all of the window bright?
classic = keras.Sequential([keras.Input((6, 6, 1))])
classic.add(layers.Conv2D(1, 3, activation="relu"))
classic.add(layers.MaxPooling2D(2))
classic.add(layers.Flatten())
classic.add(layers.Dense(1))
classic.set_weights(
    [np.ones((3, 3, 1, 1)), np.array([-8]), np.ones((4, 1)), np.zeros(1)]
)

pixels = np.asarray(Image.open("squares.png"), dtype="float32") / 255
converted = to_fully_convolutional(classic)
output_map = converted.predict(pixels[None, ..., None], verbose=0)[0, ..., 0]
field = receptive_field(converted)
print("image", pixels.shape, "output map", output_map.shape)
print(f"a cell sees {field.size}, every {field.stride}, from {field.offset}")
for cell in np.argwhere(output_map > 3.5):
    r, c = (cell * field.stride + field.offset).tolist()
    height, width = field.size
    print(f"rows {r} to {r + height - 1}, columns {c} to {c + width - 1}")
