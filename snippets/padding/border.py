"""How many cells of a padded map does the crop's border leave untouched?"""

# kernel, stride, padding of a convolution and of a pool
conv, pool = (3, 1, 1), (2, 2, 0)
stacks = [
    ("2 convolutions", 16, [conv] * 2),
    ("1 block, as in VGG", 32, ([conv] * 2 + [pool])),
    ("2 blocks, as in VGG", 32, ([conv] * 2 + [pool]) * 2),
    ("VGG16", 224, ([conv] * 2 + [pool]) * 2 + ([conv] * 3 + [pool]) * 3),
]
for name, size, layers in stacks:
    field, stride, offset, cells = 1, 1, 0, size
    for kernel, step, padding in layers:
        offset -= padding * stride
        field += (kernel - 1) * stride
        stride *= step
        cells = (cells + 2 * padding - kernel) // step + 1
    starts = [offset + cell * stride for cell in range(cells)]
    inside = sum(s >= 0 and s + field <= size for s in starts)
    print(f"{name:19s}  map {cells:2d}, untouched {inside:2d} a side")
