"""Multiply-adds for every position of a 64 x 64 image, four ways."""

# The network of the two snippets above; a pool multiplies nothing
layers = [("conv", 3), ("pool", 2), ("conv", 3), ("pool", 2), ("conv", 3)]


def multiply_adds(height, width, stride=2):
    total, gap = 0, 1
    for kind, kernel in layers:
        height -= (kernel - 1) * gap
        width -= (kernel - 1) * gap
        if kind == "conv":
            total += height * width * kernel**2
        else:
            height, width = -(-height // stride), -(-width // stride)
            gap *= 2 // stride
    return total


side, field, stride = 64, 18, 4
positions = (side - field + 1) ** 2
shifts = [(r, c) for r in range(stride) for c in range(stride)]
ways = {
    "one pass, 1 position in 16": multiply_adds(side, side),
    "crop by crop": positions * multiply_adds(field, field),
    "16 shifted passes": sum(
        multiply_adds(side - r, side - c) for r, c in shifts
    ),
    "strides removed, dilated": multiply_adds(side, side, stride=1),
}
for name, count in ways.items():
    print(f"{name:27s} {count:9,d}  {count / positions:7.1f} a position")
