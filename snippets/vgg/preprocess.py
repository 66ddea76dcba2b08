"""What VGG16's weights expect: BGR channels, less the mean of ImageNet."""

import keras
import numpy as np

pixel = np.array([[[[10.0, 20.0, 30.0]]]])  # red, green, blue, from 0 to 255
ready = keras.applications.vgg16.preprocess_input(pixel.copy())
print("in: ", pixel.ravel())
print("out:", ready.ravel().round(3))
print("means, blue first:", (pixel.ravel()[::-1] - ready.ravel()).round(3))
