"""On a sequence: Linear, Conv1d of size 1, or Conv2d on one row."""

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
linear = nn.Linear(6, 4)
w, b = linear.weight, linear.bias

tokens = torch.randn(2, 10, 6)  # batch, positions, features
channels_first = tokens.transpose(1, 2)
expected = linear(tokens)
conv1d = F.conv1d(channels_first, w[:, :, None], b).transpose(1, 2)
conv2d = F.conv2d(channels_first[:, :, None], w[:, :, None, None], b)
conv2d = conv2d[:, :, 0].transpose(1, 2)
print("Conv1d equal:", torch.allclose(conv1d, expected, atol=1e-5))
print("Conv2d equal:", torch.allclose(conv2d, expected, atol=1e-5))
