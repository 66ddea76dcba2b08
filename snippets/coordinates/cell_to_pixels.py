"""From a cell to the pixels that it saw, and to their middle."""


def pixels_of(cell, size, stride, offset, pixels):
    """First and last pixel, of so many, in the cell's receptive field."""
    start = offset + cell * stride
    return max(start, 0), min(start + size, pixels) - 1


size, stride, offset = 16, 4, -1  # of the network on the page before
for cell in range(5):
    low, high = pixels_of(cell, size, stride, offset, pixels=32)
    middle = offset + cell * stride + (size - 1) / 2
    print(f"cell {cell} saw pixels {low:2d} to {high:2d}, middle {middle:4.1f}")
