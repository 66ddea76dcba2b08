"""What deep learning calls convolution is cross-correlation."""

import numpy as np

row = np.array([0, 0, 1, 0, 0, 0, 0])
kernel = np.array([1, 2, 3])

correlation = np.correlate(row, kernel, mode="valid")
convolution = np.convolve(row, kernel, mode="valid")

print("cross-correlation:    ", correlation)
print("convolution (signals):", convolution)
print("the same with the kernel turned round:")
print(np.convolve(row, kernel[::-1], mode="valid"))
