"""The map sizes that three well-known texts report, layer by layer."""

from math import ceil, floor

# A layer: (kernel, stride, padding, rounding)
conv3, pool2 = (3, 1, 1, floor), (2, 2, 0, floor)
pool3 = (3, 2, 0, ceil)  # Caffe rounds the size of a pooled map up
vgg = []
for convolutions in (2, 2, 3, 3, 3):
    vgg += [conv3] * convolutions + [pool2]
vgg += [(7, 1, 0, floor)]  # the first Dense, made a convolution
alexnet = [(11, 4, 0, floor), pool3, (5, 1, 2, floor), pool3]
alexnet += [conv3] * 3 + [pool3, (6, 1, 0, floor)]

cases = [
    ("VGG, CS231n notes", vgg, 224, 384),
    ("AlexNet, FCN paper", alexnet, 227, 500),
    ("CaffeNet, net surgery", alexnet, 227, 451),
]
for name, layers, *sizes in cases:
    for size in sizes:
        cells = size
        for kernel, stride, pad, rounding in layers:
            cells = rounding((cells + 2 * pad - kernel) / stride) + 1
        print(f"{name:22s} {size} x {size} -> {cells} x {cells}")
