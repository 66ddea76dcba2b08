"""From Keras to PyTorch: the same moves, backwards."""

import os

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy as np
import torch
from keras import layers

keras.utils.set_random_seed(0)
ours = keras.Sequential([keras.Input((8, 9, 3)), layers.Conv2D(4, 3)])
ours.add(layers.Flatten())
ours.add(layers.Dense(2))
kernel, conv_b, W_dense, dense_b = map(torch.tensor, ours.get_weights())

theirs = torch.nn.Sequential(
    torch.nn.Conv2d(3, 4, 3), torch.nn.Flatten(), torch.nn.Linear(4 * 6 * 7, 2)
)
moved = {
    "0.weight": kernel.permute(3, 2, 0, 1),  # h, w, in, out -> out, in, h, w
    "0.bias": conv_b,
    "2.weight": W_dense.view(6, 7, 4, 2).permute(3, 2, 0, 1).flatten(1),
    "2.bias": dense_b,
}
theirs.load_state_dict(moved)

x = torch.randn(5, 8, 9, 3)
before = ours.predict(x.numpy(), verbose=0)
after = theirs(x.permute(0, 3, 1, 2)).detach().numpy()
print("equal:", np.allclose(before, after, atol=1e-5))
