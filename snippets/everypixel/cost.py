"""Multiply-adds on a 64 x 64 image, and for each answer, four ways."""

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
every = (side - field + 1) ** 2
every_fourth = ((side - field) // stride + 1) ** 2
shifts = [(r, c) for r in range(stride) for c in range(stride)]
shifted = sum(multiply_adds(side - r, side - c) for r, c in shifts)
ways = {
    "one pass, every 4th": (multiply_adds(side, side), every_fourth),
    "crop by crop": (every * multiply_adds(field, field), every),
    "16 shifted passes": (shifted, every),
    "dilated, no strides": (multiply_adds(side, side, stride=1), every),
}
print("                     multiply-adds  answers  for each")
for name, (count, answers) in ways.items():
    print(f"{name:20s} {count:13,d}  {answers:7,d}  {count / answers:8.1f}")
