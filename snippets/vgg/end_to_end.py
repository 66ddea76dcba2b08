"""VGG16, all of it, as a fully convolutional network."""
# timeout: 180

import keras
import numpy as np

from fully_convolutional import receptive_field, to_fully_convolutional

keras.utils.set_random_seed(0)
model = keras.applications.VGG16(weights=None, classifier_activation=None)
print("parameters:", f"{model.count_params():,}")
converted = to_fully_convolutional(model)
for name in ("fc1", "fc2", "predictions"):
    dense, conv = model.get_layer(name).kernel, converted.get_layer(name).kernel
    print(f"{name:11}", tuple(dense.shape), "->", tuple(conv.shape))

x = np.random.default_rng(0).random((1, 224, 224, 3))
a, b = model.predict(x, verbose=0), converted.predict(x, verbose=0)
print("224x224:", a.shape, "->", b.shape)
print("equal:", np.abs(a - b[:, 0, 0]).max() < 0.001 * a.std())

large = np.zeros((1, 256, 320, 3))
print("256x320:", converted.predict(large, verbose=0).shape)
field = receptive_field(converted)
print("a cell sees", field.size, "pixels, stride", field.stride)
print("cells equal crops:", field.equals_cropping)
