"""What the classic network says to a larger image, and to a smaller one."""

import torch
from torch import nn

classic = nn.Sequential(nn.Conv2d(1, 3, (1, 3)), nn.Flatten(), nn.Linear(75, 2))
converted = nn.Sequential(nn.Conv2d(1, 3, (1, 3)), nn.Conv2d(3, 2, (5, 5)))

for name, network, size in (
    ("classic", classic, (8, 10)),
    ("converted", converted, (4, 7)),
):
    try:
        network(torch.zeros(1, 1, *size))
    except RuntimeError as error:
        print(f"The {name} network, an image of {size[0]} x {size[1]}:")
        print(str(error).replace(". ", ".\n"))
