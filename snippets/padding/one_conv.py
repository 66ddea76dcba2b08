"""One padded convolution: a crop sees zeros where the image has neighbours."""

import numpy as np

image = np.arange(1, 10)
crop = image[3:8]
kernel = [1, 1, 1]

padded_crop = np.convolve(crop, kernel, mode="same")
from_image = np.convolve(image, kernel, mode="same")[3:8]
print("image       ", image)
print("crop        ", crop)
print("crop alone  ", padded_crop)
print("in the image", from_image)
print("equal       ", padded_crop == from_image)

valid_crop = np.convolve(crop, kernel, mode="valid")
valid_image = np.convolve(image, kernel, mode="valid")[3:6]
print("without padding:", valid_crop, valid_image)
