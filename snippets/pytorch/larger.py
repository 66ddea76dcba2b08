"""A converted network on a larger image: every cell is one crop's answer."""

import torch
from torch import nn

torch.manual_seed(0)
trunk = nn.Sequential(
    nn.Conv2d(1, 4, 3),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(4, 8, 3),
    nn.ReLU(),
)
head = nn.Linear(8 * 5 * 5, 3)  # a 16 x 16 crop gives a map of 5 x 5
classic = nn.Sequential(trunk, nn.Flatten(), head).eval()

conv = nn.Conv2d(8, 3, 5)
conv.weight.data = head.weight.data.view(3, 8, 5, 5)  # the same memory
conv.bias.data = head.bias.data
converted = nn.Sequential(trunk, conv).eval()

image = torch.randn(1, 1, 24, 28)
with torch.no_grad():
    output_map = converted(image)[0]
    print("image", tuple(image.shape), "output map", tuple(output_map.shape))
    for i in range(5):
        for j in range(7):  # the network's stride is 2
            crop = image[:, :, 2 * i : 2 * i + 16, 2 * j : 2 * j + 16]
            same = torch.allclose(output_map[:, i, j], classic(crop), atol=1e-5)
            assert same, (i, j)
print("each of the 35 cells equals the classic network on its crop")
