"""A kernel larger than its stride: the same way, with overlapping patches."""

import torch
from torch import nn

torch.manual_seed(0)
conv = nn.Conv2d(3, 8, kernel_size=7, stride=4, padding=3)
linear = nn.Linear(3 * 7 * 7, 8)
linear.weight.data = conv.weight.data.flatten(1)
linear.bias.data = conv.bias.data

images = torch.randn(2, 3, 32, 32)
patches = nn.Unfold(7, stride=4, padding=3)(images).transpose(1, 2)
same = torch.allclose(
    conv(images).flatten(2).transpose(1, 2), linear(patches), atol=1e-5
)
print("equal:", same)
print("numbers in the images: ", images.numel())
print("numbers in the patches:", patches.numel())
