"""From PyTorch to Keras: Conv2d and Linear, and what Flatten reads."""

import os

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy as np
import torch
from keras import layers

torch.manual_seed(0)
theirs = torch.nn.Sequential(
    torch.nn.Conv2d(3, 4, 3), torch.nn.Flatten(), torch.nn.Linear(4 * 6 * 7, 2)
)
conv_w, conv_b, dense_w, dense_b = (p.detach() for p in theirs.parameters())

ours = keras.Sequential([keras.Input((8, 9, 3)), layers.Conv2D(4, 3)])
ours.add(layers.Flatten())
ours.add(layers.Dense(2))
kernel = conv_w.permute(2, 3, 1, 0)  # out, in, h, w -> h, w, in, out
rows = dense_w.view(2, 4, 6, 7).permute(2, 3, 1, 0)  # the map, moved alike
ours.set_weights([kernel, conv_b, rows.reshape(6 * 7 * 4, 2), dense_b])

x = torch.randn(5, 3, 8, 9)
before = theirs(x).detach().numpy()
after = ours.predict(x.permute(0, 2, 3, 1).numpy(), verbose=0)
print("equal:", np.allclose(before, after, atol=1e-5))
