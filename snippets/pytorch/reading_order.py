"""Flatten reads a map channel by channel, however it lies in memory."""

import torch
from torch import nn

# Each number says where it is: 100s the channel, 10s the row, 1s the column.
c, i, j = torch.meshgrid(*map(torch.arange, (2, 2, 3)), indexing="ij")
numbers = (100 * c + 10 * i + j)[None]
moved = numbers.to(memory_format=torch.channels_last)

print("strides", numbers.stride(), "and", moved.stride())
for x in (numbers, moved):
    print(" ".join(f"{n:03}" for n in nn.Flatten()(x)[0].tolist()))
