"""Patch embedding: Linear on flattened patches is a convolution with stride."""

import torch
from torch import nn

torch.manual_seed(0)
C, P, DIM = 3, 4, 8  # channels, pixels a side of a patch, embedding size
linear = nn.Linear(C * P * P, DIM)
conv = nn.Conv2d(C, DIM, kernel_size=P, stride=P)
with torch.no_grad():
    conv.weight.copy_(linear.weight.view(DIM, C, P, P))  # order c, p1, p2
    conv.bias.copy_(linear.bias)

images = torch.randn(2, C, 12, 20)
tokens = conv(images).flatten(2).transpose(1, 2)
for number in range(15):
    i, j = divmod(number, 5)  # 3 rows of 5 patches
    patch = images[:, :, P * i : P * (i + 1), P * j : P * (j + 1)]
    expected = linear(patch.flatten(1))
    assert torch.allclose(tokens[:, number], expected, atol=1e-5)
print("tokens", tuple(tokens.shape))
print("each of the 15 tokens equals Linear on its patch")
