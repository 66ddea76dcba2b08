"""Linear at each position of a map is a 1×1 convolution."""

import torch
from torch import nn

torch.manual_seed(0)
linear = nn.Linear(6, 4)
conv = nn.Conv2d(6, 4, kernel_size=1)
with torch.no_grad():
    conv.weight.copy_(linear.weight[:, :, None, None])
    conv.bias.copy_(linear.bias)

maps = torch.randn(2, 6, 5, 7)
channels_last = maps.permute(0, 2, 3, 1)  # Linear reads the last axis
before = linear(channels_last).permute(0, 3, 1, 2)
after = conv(maps)
by_hand = torch.einsum("bchw,oc->bohw", maps, linear.weight)
by_hand += linear.bias[:, None, None]
print("weights", tuple(linear.weight.shape), "->", tuple(conv.weight.shape))
print("equal:", torch.allclose(before, after, atol=1e-5))
print(
    "equal to the sum over channels:", torch.allclose(after, by_hand, atol=1e-5)
)
