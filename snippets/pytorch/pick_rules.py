"""The case picker's rows for PyTorch: orders read off what flattens."""

import torch
from torch import nn

FLATTEN, LATER = "pytorch/pick_flatten", "pytorch/pick_later"
WAYS = {  # what flattens the map: the code that does it
    "nn.Flatten()": "nn.Flatten()(maps)",
    "permute(0, 2, 3, 1)": "maps.permute(0, 2, 3, 1).flatten(1)",
}
KERNEL = {
    "C,H,W": "linear.weight.view(OUT, C, H, W)",
    "H,W,C": "linear.weight.view(OUT, H, W, C).permute(0, 3, 1, 2)",
}
maps = torch.arange(24).view(1, 2, 3, 4)
orders = {"C,H,W": maps[0], "H,W,C": maps[0].permute(1, 2, 0)}


def say(*cells):
    print(*cells, sep=" | ")


for way, code in WAYS.items():
    vector = eval(code, {"maps": maps, "nn": nn})[0]
    (order,) = (k for k, v in orders.items() if v.flatten().equal(vector))
    say("PyTorch", "channels_first", way, order, FLATTEN)
say("PyTorch", "channels_first", "Linear", "no order", LATER)
for way, code in WAYS.items():
    say(FLATTEN, way, f"vectors = {code}")
for order, kernel in KERNEL.items():
    say(FLATTEN, order, f"kernel = {kernel}")
