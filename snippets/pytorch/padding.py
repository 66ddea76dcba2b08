"""Cells against crops, without padding and with it."""

import torch
from torch import nn

torch.manual_seed(0)


def cells_and_crops(padding):
    """The output map of a 40 x 40 image, and the answer to each crop."""
    layers = []
    for channels in (1, 8, 8):
        layers += [nn.Conv2d(channels, 8, 3, padding=padding), nn.ReLU()]
    trunk = nn.Sequential(*layers)
    size = trunk(torch.zeros(1, 1, 24, 24)).shape[2]
    linear = nn.Linear(8 * size * size, 3)
    conv = nn.Conv2d(8, 3, size)
    conv.weight.data = linear.weight.data.view(3, 8, size, size)
    conv.bias.data = linear.bias.data
    image = torch.randn(1, 1, 40, 40)
    crops = image.unfold(2, 24, 1).unfold(3, 24, 1).reshape(-1, 1, 24, 24)
    answers = linear(trunk(crops).flatten(1))
    return conv(trunk(image))[0].flatten(1).T, answers


for padding in (0, 1):
    with torch.no_grad():
        cells, answers = cells_and_crops(padding)
    equal = torch.isclose(cells, answers, atol=1e-5).all(1)
    print(f"padding={padding}: {equal.sum()} of {len(equal)} cells are equal")
