"""From layers to pixels: receptive field, stride and first pixel of a cell."""


def sees(layers):
    """Size, step and start of what cell 0, 1, 2 ... sees, after all layers."""
    field, stride, first = 1, 1, 0  # a pixel sees itself
    for _, kernel, step, dilation, padding in layers:
        first -= padding * stride
        field += dilation * (kernel - 1) * stride
        stride *= step
    return field, stride, first


# name, kernel, stride, dilation, zeros added in front
layers = [
    ("conv 3, padding 1", 3, 1, 1, 1),
    ("pool 2, stride 2", 2, 2, 1, 0),
    ("conv 3, dilation 2", 3, 1, 2, 0),
    ("conv 3, stride 2", 3, 2, 1, 0),
]
print("after               field  stride  first")
for depth, layer in enumerate(layers, start=1):
    field, stride, first = sees(layers[:depth])
    print(f"{layer[0]:19s} {field:5d}  {stride:6d}  {first:5d}")

for cell in range(3):
    start = first + cell * stride
    print(f"cell {cell} sees pixels {start} to {start + field - 1}")
