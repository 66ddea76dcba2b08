"""From a pixel to the cells that saw it."""

from math import ceil, floor

field, stride, first, cells = 16, 4, -1, 5  # the stack above, on 32 pixels


def cells_of(pixel):
    low = ceil((pixel - first - field + 1) / stride)
    high = floor((pixel - first) / stride)
    return range(max(low, 0), min(high, cells - 1) + 1)


for pixel in (0, 3, 12, 20, 31):
    seen = cells_of(pixel)
    by_hand = [
        cell
        for cell in range(cells)
        if first + cell * stride <= pixel <= first + cell * stride + field - 1
    ]
    print(f"pixel {pixel:2d} moves cells {list(seen)}: {list(seen) == by_hand}")
