"""From a pixel to the cells that saw it."""

from math import ceil, floor


def cells_of(pixel, size, stride, offset, cells):
    """The cells, of so many, whose receptive field holds the pixel."""
    low = ceil((pixel - offset - size + 1) / stride)
    high = floor((pixel - offset) / stride)
    return range(max(low, 0), min(high, cells - 1) + 1)


# The same network on 32 pixels: 5 cells
for pixel in (0, 3, 12, 20, 31):
    seen = cells_of(pixel, size=16, stride=4, offset=-1, cells=5)
    print(f"pixel {pixel:2d} is seen by cells {list(seen)}")
