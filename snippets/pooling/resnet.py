"""ResNet50: equal at its own size; on larger images not equal to crops."""
# timeout: 120

import keras
import numpy as np

from fully_convolutional import receptive_field, to_fully_convolutional

keras.utils.set_random_seed(0)
classic = keras.applications.ResNet50(
    weights=None, input_shape=(64, 96, 3), classifier_activation=None
)
converted = to_fully_convolutional(classic)
kernel = converted.get_layer("predictions").kernel
print("the last layer:", tuple(kernel.shape))

x = np.random.default_rng(0).random((1, 64, 96, 3))
before = classic.predict(x, verbose=0)
after = converted.predict(x, verbose=0)
print("outputs", before.shape, after.shape)
print("equal:", np.abs(before - after[:, 0, 0]).max() < 0.001 * before.std())

large = np.zeros((1, 128, 160, 3))
print("on 128x160:", converted.predict(large, verbose=0).shape)
field = receptive_field(classic)
print("a cell sees", field.size, "pixels, stride", field.stride)
print("cells equal crops:", field.equals_cropping)
