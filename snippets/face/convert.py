"""Convert the detector: its Dense layers stand behind Permute and Flatten."""

import keras
from mtcnn.network.rnet import RNet
from mtcnn.utils.tensorflow import load_weights

from fully_convolutional import (
    max_difference,
    receptive_field,
    to_fully_convolutional,
)

net = RNet()
net.build()
net.set_weights(load_weights("rnet.lz4"))
image = keras.Input((24, 24, 3))
classic = keras.Model(image, net.call(image))

converted = to_fully_convolutional(classic)
for name in ("fc4", "fc5-1", "fc5-2"):
    print(f"{name:5} {classic.get_layer(name).kernel.shape} → ", end="")
    print(converted.get_layer(name).kernel.shape)

gap, _, largest = max_difference(classic, converted)
print("equal on 24 × 24:", gap < 1e-5 * largest)
field = receptive_field(classic)["fc5-2", image.name]
print(f"stride {field.stride}, equals cropping: {field.equals_cropping},")
print(field.reason)
