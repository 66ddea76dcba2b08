"""Linear's weight, only transposed: where Flatten's order bites."""

import os

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy as np
import torch
from keras import layers

torch.manual_seed(0)
C, H, W, OUT = 4, 6, 7, 2
linear = torch.nn.Linear(C * H * W, OUT)
weight, bias = linear.weight.detach(), linear.bias.detach()
maps = torch.randn(5, C, H, W)
expected = linear(maps.flatten(1)).detach().numpy()
as_keras_has_it = maps.permute(0, 2, 3, 1).numpy()

flat = layers.Flatten()
as_theirs = keras.Sequential([layers.Permute((3, 1, 2)), layers.Flatten()])
in_place = weight.view(OUT, C, H, W).permute(2, 3, 1, 0).reshape(-1, OUT)
for name, before, kernel in (
    ("only transposed", flat, weight.T),
    ("rows moved to H,W,C", flat, in_place),
    ("transposed, map permuted", as_theirs, weight.T),
):
    model = keras.Sequential([keras.Input((H, W, C)), before])
    model.add(layers.Dense(OUT))
    model.set_weights([kernel, bias])
    found = model.predict(as_keras_has_it, verbose=0)
    same = np.allclose(found, expected, atol=1e-5)
    print(f"{name:25}", "equal" if same else "DIFFERENT")
