"""Pooling, then Dense: the mean of the cells' logits, not of softmaxes."""

import numpy as np


def softmax(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


rng = np.random.default_rng(0)
feature_map = rng.normal(size=(3, 4, 5))
w, b = rng.normal(size=(5, 3)), rng.normal(size=3)

network = softmax(feature_map.mean((0, 1)) @ w + b)  # pool, Dense, softmax
cells = feature_map @ w + b  # the same Dense as a 1x1 convolution
print("the network         ", network.round(3))
print("softmax of the mean ", softmax(cells.mean((0, 1))).round(3))
print("mean of the softmaxes", softmax(cells).mean((0, 1)).round(3))
