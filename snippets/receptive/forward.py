"""Receptive field of a network: size, stride and offset, layer by layer."""


def receptive_field(layers):
    """What a cell sees after all layers, in pixels along one axis."""
    size, stride, offset = 1, 1, 0  # a pixel sees itself
    for _, kernel, step, dilation, padding in layers:
        offset -= padding * stride
        size += dilation * (kernel - 1) * stride
        stride *= step
    return size, stride, offset


# name, kernel, stride, dilation, zeros added in front
layers = [
    ("conv 3, padding 1", 3, 1, 1, 1),
    ("pool 2, stride 2", 2, 2, 1, 0),
    ("conv 3, dilation 2", 3, 1, 2, 0),
    ("conv 3, stride 2", 3, 2, 1, 0),
]
print("after               size  stride  offset")
for depth, layer in enumerate(layers, start=1):
    size, stride, offset = receptive_field(layers[:depth])
    print(f"{layer[0]:18s}  {size:4d}  {stride:6d}  {offset:6d}")
