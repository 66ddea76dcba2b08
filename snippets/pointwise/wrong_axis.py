"""Linear on a channels_first map reads the columns, not the channels."""

import torch
from torch import nn

torch.manual_seed(0)
linear = nn.Linear(6, 4)
for size in ((6, 5, 7), (6, 5, 6)):
    maps = torch.randn(2, *size)
    expected = linear(maps.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
    try:
        found = linear(maps)
    except RuntimeError as error:
        print("map", size, "refused:", error)
    else:
        same = found.shape == expected.shape and torch.allclose(found, expected)
        print("map", size, "gives", tuple(found.shape), "equal:", same)
