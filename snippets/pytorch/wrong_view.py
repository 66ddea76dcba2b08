"""Keras' reshape, used on PyTorch's weights: no error, other numbers."""

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
C, H, W, OUT = 3, 4, 5, 2
linear = nn.Linear(C * H * W, OUT)
weight = linear.weight.detach()
kernels = {
    "view(OUT, C, H, W)": weight.view(OUT, C, H, W),
    "as if pixel by pixel": weight.view(OUT, H, W, C).permute(0, 3, 1, 2),
    "transposed first": weight.T.reshape(OUT, C, H, W),
}
maps = torch.randn(8, C, H, W)
expected = linear(maps.flatten(1))
for name, kernel in kernels.items():
    found = F.conv2d(maps, kernel, linear.bias)[:, :, 0, 0]
    same = torch.allclose(found, expected, atol=1e-5)
    verdict = "equal" if same else "DIFFERENT"
    print(f"{verdict:9}", tuple(kernel.shape), name)
