"""A face detector that others trained, with Dense layers: R-Net of MTCNN."""

import keras
from mtcnn.network.rnet import RNet
from mtcnn.utils.tensorflow import load_weights

net = RNet()
net.build()
net.set_weights(load_weights("rnet.lz4"))  # shipped with the package
image = keras.Input((24, 24, 3))
classic = keras.Model(
    image, net.call(image)
)  # functional, so that it can be followed

for layer in classic.layers[1:]:
    print(f"{type(layer).__name__:13} {layer.name:12} {layer.output.shape[1:]}")
