"""The two Linear layers of a transformer's MLP, as 1×1 convolutions."""

import torch
from torch import nn


class AsConv(nn.Conv2d):
    """A Linear that reads (batch, features, 1, positions)."""

    def __init__(self, linear):
        if type(linear) is not nn.Linear:
            raise TypeError(f"AsConv takes nn.Linear, not {type(linear)}")
        bias = linear.bias is not None
        super().__init__(linear.in_features, linear.out_features, 1, bias=bias)
        self.weight.data = linear.weight.data[:, :, None, None]
        if bias:
            self.bias.data = linear.bias.data


torch.manual_seed(0)
mlp = nn.Sequential(nn.Linear(6, 24), nn.GELU(), nn.Linear(24, 6))
as_conv = nn.Sequential(
    *(AsConv(part) if isinstance(part, nn.Linear) else part for part in mlp)
)
tokens = torch.randn(2, 10, 6)
there = tokens.transpose(1, 2).unsqueeze(2)  # once, at the start
back = as_conv(there).squeeze(2).transpose(1, 2)  # once, at the end
print("shape in between", tuple(there.shape))
print("equal:", torch.allclose(mlp(tokens), back, atol=1e-5))
