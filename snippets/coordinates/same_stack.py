"""Three layers with stride 2: the offset of "same" depends on the image."""

import keras
from keras import layers

from fully_convolutional import receptive_field


def offset(side, **how):
    """Where cell 0 starts, in pixels, for an image of this side."""
    model = keras.Sequential([keras.Input((side, side, 1))])
    for _ in range(3):
        if not how:
            model.add(layers.ZeroPadding2D(1))
        model.add(layers.Conv2D(1, 3, strides=2, **how))
    return receptive_field(model).offset[0]


print("side  padding='same'  ZeroPadding2D(1)")
for side in (57, 60, 63, 64, 72, 224):
    print(f"{side:4d}  {offset(side, padding='same'):14d}  {offset(side):16d}")
