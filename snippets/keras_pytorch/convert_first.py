"""Convert first, then carry over: no order of Flatten is left to mind."""

import os

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy as np
import torch
from keras import layers

torch.manual_seed(0)
trunk, linear = torch.nn.Conv2d(3, 4, 3), torch.nn.Linear(4 * 6 * 7, 2)
conv = torch.nn.Conv2d(4, 2, (6, 7))
conv.weight.data = linear.weight.data.view(2, 4, 6, 7)
conv.bias.data = linear.bias.data

ours = keras.Sequential([keras.Input((None, None, 3))])
for theirs in (trunk, conv):
    ours.add(layers.Conv2D(theirs.out_channels, theirs.kernel_size))
    kernel = theirs.weight.data.permute(2, 3, 1, 0)
    ours.layers[-1].set_weights([kernel, theirs.bias.data])

x = torch.randn(5, 3, 8, 9)
before = linear(trunk(x).flatten(1)).detach().numpy()
after = ours.predict(x.permute(0, 2, 3, 1).numpy(), verbose=0)
print("output map", after.shape)
print("equal:", np.allclose(before, after[:, 0, 0], atol=1e-5))
