"""VGG16: a cell of its first Dense layer sees more than the crop has."""

size, stride = 1, 1
for block, convolutions in enumerate([2, 2, 3, 3, 3], start=1):
    for _ in range(convolutions):
        size += 2 * stride  # a 3 x 3 convolution, stride 1
    size += stride  # a 2 x 2 pool ...
    stride *= 2  # ... of stride 2
    print(f"pool{block}: size {size:3d}, stride {stride:2d}")
size += 6 * stride  # fc1 as a 7 x 7 convolution
print(f"fc1:   size {size:3d}, stride {stride:2d}, crop 224")
