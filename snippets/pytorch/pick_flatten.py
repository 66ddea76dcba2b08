"""PyTorch, channels_first, nn.Flatten(): C,H,W."""

import torch
from torch import nn

C, H, W, OUT = 2, 3, 4, 5  # channels, rows, columns, outputs
maps = torch.randn(8, C, H, W)
vectors = nn.Flatten()(maps)

linear = nn.Linear(C * H * W, OUT)  # put your layer here
conv = nn.Conv2d(C, OUT, (H, W))

kernel = linear.weight.view(OUT, C, H, W)
conv.load_state_dict({"weight": kernel, "bias": linear.bias})

expected, converted = linear(vectors), conv(maps)
same = torch.allclose(expected, converted.flatten(1), atol=1e-5)
print("kernel", tuple(kernel.shape), "equal" if same else "DIFFERENT")
