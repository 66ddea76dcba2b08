"""An object at the far end: missed, and found once the image is padded."""

import keras
import numpy as np

from fully_convolutional import to_fully_convolutional

cross = np.full((3, 3), -1.0)
cross[1] = cross[:, 1] = 1
detector = keras.Sequential(
    [
        keras.Input((12, 12, 1)),
        keras.layers.AveragePooling2D(4),
        keras.layers.Flatten(),
        keras.layers.Dense(1),  # how much does it look like a cross?
    ]
)
detector.set_weights([cross.reshape(9, 1), np.zeros(1)])
converted = to_fully_convolutional(detector)

image = np.zeros((30, 30))
image[18:, 18:] = np.kron(cross > 0, np.ones((4, 4)))  # its last 12 pixels
best = detector.predict(image[None, 18:, 18:, None], verbose=0)[0, 0]
print(f"the cross alone: score {best:.2f}, half of it {best / 2:.2f}")

for pad in 0, 1, 2:
    padded = np.pad(image, pad)
    scores = converted.predict(padded[None, ..., None], verbose=0)[0, :, :, 0]
    row = 4 * np.argwhere(scores == scores.max())[0, 0] - pad  # 4: the stride
    found = "found" if scores.max() > best / 2 else "missed"
    print(f"padded by {pad}: score {scores.max():.2f}, ", end="")
    print(f"rows {row} to {row + 11}: {found}")
