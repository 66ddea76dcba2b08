"""PyTorch, channels_first, Linear: no order."""

import torch
from torch import nn

FEATURES, OUT = 6, 5  # numbers in, numbers out
cells = torch.randn(8, FEATURES, 1, 1)
vectors = cells.flatten(1)

linear = nn.Linear(FEATURES, OUT)  # put your layer here
conv = nn.Conv2d(FEATURES, OUT, 1)

kernel = linear.weight.view(OUT, FEATURES, 1, 1)
conv.load_state_dict({"weight": kernel, "bias": linear.bias})

expected, converted = linear(vectors), conv(cells)
same = torch.allclose(expected, converted.flatten(1), atol=1e-5)
print("kernel", tuple(kernel.shape), "equal" if same else "DIFFERENT")
