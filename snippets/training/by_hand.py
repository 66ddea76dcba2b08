"""Why: each crop's gradient is a sum, and one pass adds the same terms."""

import numpy as np

kernel = np.array([1, 2, -1])
signal = np.array([3, 1, 4, 1, 5, 9, 2])
target = np.array([2, 0, -1, 4, 14])

# By crops: the gradient of (kernel . crop - t)**2 is 2 * error * crop
total = np.zeros(3, dtype=int)
for p, t in enumerate(target):
    crop = signal[p : p + 3]
    error = kernel @ crop - t
    print(f"crop {crop}  error {error:3d}  gradient {2 * error * crop}")
    total += 2 * error * crop
print("sum over crops", total)

# Whole: the errors of one pass, correlated with the signal
errors = np.correlate(signal, kernel, mode="valid") - target
print("one pass      ", 2 * np.correlate(signal, errors, mode="valid"))
