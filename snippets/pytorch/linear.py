"""PyTorch: Flatten and Linear become one convolution, with a view."""

import torch
from torch import nn

torch.manual_seed(0)
C, H, W, OUT = 3, 4, 5, 2  # channels, rows, columns of the map; outputs
linear = nn.Linear(C * H * W, OUT)

conv = nn.Conv2d(C, OUT, kernel_size=(H, W))
with torch.no_grad():
    conv.weight.copy_(linear.weight.view(OUT, C, H, W))
    conv.bias.copy_(linear.bias)

maps = torch.randn(8, C, H, W)
before = linear(maps.flatten(1))
after = conv(maps)
print("Linear", tuple(linear.weight.shape), "->", tuple(conv.weight.shape))
print("outputs", tuple(before.shape), tuple(after.shape))
print("equal:", torch.allclose(before, after[:, :, 0, 0], atol=1e-5))
