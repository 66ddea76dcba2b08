"""ResNet50: equal at its own size; on larger images not equal to crops."""
# timeout: 120

import keras
import numpy as np

from fully_convolutional import receptive_field, to_fully_convolutional

keras.utils.set_random_seed(0)
model = keras.applications.ResNet50(
    weights=None, input_shape=(64, 96, 3), classifier_activation=None
)
converted = to_fully_convolutional(model)
kernel = converted.get_layer("predictions").kernel
print("the last layer:", tuple(kernel.shape))

x = np.random.default_rng(0).random((1, 64, 96, 3))
a, b = model.predict(x, verbose=0), converted.predict(x, verbose=0)
print("outputs", a.shape, b.shape)
print("equal:", np.abs(a - b[:, 0, 0]).max() < 0.001 * a.std())

large = np.zeros((1, 128, 160, 3))
print("on 128x160:", converted.predict(large, verbose=0).shape)
field = receptive_field(model)
print("a cell sees", field.size, "pixels, stride", field.stride)
print("cells equal crops:", field.equals_cropping)
