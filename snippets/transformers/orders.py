"""Two orders of a flattened patch, and the kernel that each one needs."""

import torch
from einops import rearrange
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
C, P, DIM = 3, 4, 8
linear = nn.Linear(P * P * C, DIM)
weight = linear.weight.detach()
images = torch.randn(2, C, 12, 20)

cut = "b c (h p1) (w p2) -> b (h w) ({})"
patches = {
    "p1 p2 c": rearrange(images, cut.format("p1 p2 c"), p1=P, p2=P),
    "c p1 p2": rearrange(images, cut.format("c p1 p2"), p1=P, p2=P),
    "nn.Unfold": nn.Unfold(P, stride=P)(images).transpose(1, 2),
}
kernels = {
    "p1 p2 c": weight.view(DIM, P, P, C).permute(0, 3, 1, 2),
    "c p1 p2": weight.view(DIM, C, P, P),
}
for name, flat in patches.items():
    expected = linear(flat)
    for order, kernel in kernels.items():
        found = F.conv2d(images, kernel, linear.bias, stride=P)
        found = found.flatten(2).transpose(1, 2)
        same = torch.allclose(found, expected, atol=1e-5)
        print(f"{name:9} kernel for {order}:", "equal" if same else "DIFFERENT")
