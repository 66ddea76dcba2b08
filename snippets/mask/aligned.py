"""To which pixel does a value of an upsampled map belong? Ask the map."""

import keras
import numpy as np

from fully_convolutional import receptive_field, to_fully_convolutional

layers = keras.layers
classic = keras.Sequential(
    [
        keras.Input((16, 16, 1)),
        layers.Conv2D(8, 3, padding="same"),
        layers.MaxPooling2D(2),
        layers.Conv2D(8, 3, padding="same"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(5),
    ]
)
converted = to_fully_convolutional(classic)
cells = converted.compute_output_shape((1, 48, 48, 1))[1]
window, stride = 16, receptive_field(classic).stride[0]
middles = (
    stride * np.arange(cells) + (window - 1) / 2
)  # of the crops, in pixels
print("middles of the windows:", middles)

as_map = np.tile(middles[:, None], (1, cells))[None, :, :, None]
upsampled = layers.UpSampling2D(stride, interpolation="bilinear")(as_map)
rows = keras.ops.convert_to_numpy(upsampled)[0, :, 0, 0]
inside = slice(
    stride, -stride
)  # beyond the last middles nothing can be read off
print("upsampled, inside:", rows[inside][:6], "...", rows[inside][-2:])
first = (window - stride) // 2
print(f"value p belongs to pixel p + {first}:", end=" ")
print(np.array_equal(rows[inside], np.arange(len(rows))[inside] + first))
