"""Image layout, cure: transpose moves axes, reshape only relabels them."""

import numpy as np

image = np.arange(12).reshape(2, 2, 3)
right = image.transpose(2, 0, 1)
print("red channel:", image[:, :, 0].tolist())
print("after transpose:", right[0].tolist())
