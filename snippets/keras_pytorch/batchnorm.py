"""BatchNormalization: the same four arrays, another default epsilon."""

import os

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy as np
import torch

torch.manual_seed(0)
theirs = torch.nn.BatchNorm2d(3).eval()
theirs.running_mean = torch.randn(3)
theirs.running_var = 0.01 * torch.rand(3)
x = torch.randn(2, 3, 4, 5)
expected = theirs(x).detach().permute(0, 2, 3, 1).numpy()

arrays = [theirs.weight, theirs.bias, theirs.running_mean, theirs.running_var]
default = keras.layers.BatchNormalization()
same = keras.layers.BatchNormalization(epsilon=theirs.eps)
for name, ours in (("default", default), ("PyTorch's", same)):
    model = keras.Sequential([keras.Input((4, 5, 3)), ours])
    model.set_weights([array.detach() for array in arrays])
    found = model.predict(x.permute(0, 2, 3, 1).numpy(), verbose=0)
    verdict = (
        "equal" if np.allclose(found, expected, atol=1e-4) else "DIFFERENT"
    )
    print(f"{name:9} epsilon {ours.epsilon:g}: {verdict}")
