"""A synthetic page of real digits that overlap, and the class of each pixel."""

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits

images, digits = load_digits(n_class=4, return_X_y=True)  # 0 to 3
images = np.kron(images.reshape(-1, 8, 8) / 16, np.ones((2, 2)))  # 16 × 16

rng = np.random.default_rng(0)
page, mask = np.zeros((48, 48)), np.zeros((48, 48), int)
for n in rng.choice(len(images), 5):
    row, column = rng.integers(0, 33, 2)
    window = np.s_[row : row + 16, column : column + 16]
    page[window] = np.maximum(page[window], images[n])
    mask[window][images[n] > 0.3] = digits[n] + 1  # the later one lies on top

figure, axes = plt.subplots(2, 1, figsize=(3.2, 6.2))
axes[0].imshow(page, "gray_r", interpolation="none")
axes[0].set_title("what the network gets")
colours = np.array(
    [
        [255, 255, 255, 0],
        [47, 127, 193, 255],
        [200, 100, 30, 255],
        [18, 144, 109, 255],
        [184, 96, 154, 255],
    ]
)
axes[1].imshow(colours[mask].astype("uint8"), interpolation="none")
axes[1].set_title("what it is to answer")
for k, colour in enumerate(colours[1:] / 255):
    axes[1].plot([], [], "s", color=colour, label=str(k))
axes[1].legend(loc="upper center", bbox_to_anchor=(0.5, -0.02), ncols=4)
for ax in axes:
    ax.set(xticks=[], yticks=[])
