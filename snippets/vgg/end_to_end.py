"""VGG16, all of it, as a fully convolutional network."""
# timeout: 180

import keras
import numpy as np

from fully_convolutional import receptive_field, to_fully_convolutional

keras.utils.set_random_seed(0)
classic = keras.applications.VGG16(weights=None, classifier_activation=None)
print("parameters:", f"{classic.count_params():,}")
converted = to_fully_convolutional(classic)
for name in ("fc1", "fc2", "predictions"):
    kernels = (net.get_layer(name).kernel for net in (classic, converted))
    print(f"{name:11}", " -> ".join(f"{tuple(k.shape)}" for k in kernels))

x = np.random.default_rng(0).random((1, 224, 224, 3))
before = classic.predict(x, verbose=0)
after = converted.predict(x, verbose=0)
print("224x224:", before.shape, "->", after.shape)
print("equal:", np.abs(before - after[:, 0, 0]).max() < 0.001 * before.std())

large = np.zeros((1, 256, 320, 3))
print("256x320:", converted.predict(large, verbose=0).shape)
field = receptive_field(converted)
print("a cell sees", field.size, "pixels, stride", field.stride)
print("cells equal crops:", field.equals_cropping)
