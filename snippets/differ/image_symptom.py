"""Image layout, symptom: the shape is right and the image is scrambled."""

import numpy as np

image = np.arange(12).reshape(2, 2, 3)  # H,W,C: two rows of two RGB pixels
wrong = image.reshape(3, 2, 2)
print("red channel:", image[:, :, 0].tolist())
print("after reshape:", wrong[0].tolist())
