"""What a cell of VGG16 sees on paper, layer by layer, up to the first Dense."""

import keras

from fully_convolutional import receptive_field

trunk = keras.applications.VGG16(
    weights=None, include_top=False, input_shape=(224, 224, 3)
)
for name in ("block1_pool", "block3_pool", "block5_pool"):
    part = keras.Model(trunk.input, trunk.get_layer(name).output)
    field = receptive_field(part)
    print(f"{name}: {field.size[0]} pixels, stride {field.stride[0]}")

size, stride = field.size[0], field.stride[0]
print(f"fc1, 7 × 7 cells: {size + (7 - 1) * stride} pixels, of a crop of 224")
