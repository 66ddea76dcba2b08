"""padding=1 with stride 2 is not Keras' padding="same"."""

import os

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy as np
import torch
from keras import layers

torch.manual_seed(0)
theirs = torch.nn.Conv2d(1, 2, 3, stride=2, padding=1)
kernel, bias = theirs.weight.data.permute(2, 3, 1, 0), theirs.bias.data
explicit = [layers.ZeroPadding2D(1), layers.Conv2D(2, 3, strides=2)]

for name, size, parts in (
    ("same", 8, [layers.Conv2D(2, 3, strides=2, padding="same")]),
    ("same", 9, [layers.Conv2D(2, 3, strides=2, padding="same")]),
    ("ZeroPadding2D(1), valid", 8, explicit),
):
    model = keras.Sequential([keras.Input((size, size, 1)), *parts])
    model.set_weights([kernel, bias])
    x = torch.randn(1, 1, size, size)
    expected = theirs(x).detach().permute(0, 2, 3, 1).numpy()
    found = model.predict(x.permute(0, 2, 3, 1).numpy(), verbose=0)
    same = np.allclose(found, expected, atol=1e-5)
    verdict = "equal" if same else "DIFFERENT"
    print(f"{verdict:9} {name} on {size} pixels")
