"""Linear on a channels_first map reads the columns, not the channels."""

import textwrap

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
        print("map", size, "refused:")
        print(textwrap.indent(textwrap.fill(str(error), 44), "  "))
    else:
        same = found.shape == expected.shape and torch.allclose(found, expected)
        print("map", size, "equal" if same else "DIFFERENT")
        print("  gives", tuple(found.shape))
