"""AdaptiveAvgPool2d takes any map, and squeezes it to the size it was told."""

import torch
from torch import nn

squeeze = nn.AdaptiveAvgPool2d(7)
row = torch.arange(14.0)
for columns in (7, 9, 14):
    a_map = row[:columns].expand(1, 1, 7, columns)  # each row: 0, 1, 2, ...
    print(f"{columns:2} columns:", *squeeze(a_map)[0, 0, 0].tolist())
