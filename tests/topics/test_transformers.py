"""Patch embeddings, against sums over each patch written out in NumPy."""

import numpy as np


def embedded(images, weight, bias, size, order):
    """Each patch as a sum: `order` says where in `weight` the number of (row, column, c) is."""
    images, weight = np.asarray(images, float), np.asarray(weight, float)
    count, channels, height, width = images.shape
    tokens = []
    for i, j in np.ndindex(height // size, width // size):
        token = np.zeros((count, len(weight))) + np.asarray(bias, float)
        for row, column, c in np.ndindex(size, size, channels):
            pixel = images[:, c, size * i + row, size * j + column]
            if order == "p1 p2 c":
                place = (row * size + column) * channels + c
            else:
                place = (c * size + row) * size + column
            token += pixel[:, None] * weight[:, place]
        tokens.append(token)
    return np.stack(tokens, 1)


def close(found, expected):
    np.testing.assert_allclose(found.detach().numpy(), expected, atol=1e-4)


def test_the_convolution_is_a_sum_over_each_patch(snippet):
    ns = snippet("transformers/embedding.py")
    linear = ns["linear"]
    weight, bias = linear.weight.detach(), linear.bias.detach()
    close(ns["tokens"], embedded(ns["images"], weight, bias, 4, "c p1 p2"))


def test_each_order_needs_its_own_kernel(snippet):
    ns = snippet("transformers/orders.py")
    weight, bias = ns["weight"], ns["linear"].bias.detach()
    for order, kernel in ns["kernels"].items():
        found = ns["F"].conv2d(ns["images"], kernel, ns["linear"].bias, stride=4)
        expected = embedded(ns["images"], weight, bias, 4, order)
        close(found.flatten(2).transpose(1, 2), expected)
    verdicts = [line.split()[-1] for line in ns.out.splitlines()]
    assert verdicts == ["equal", "DIFFERENT", "DIFFERENT", "equal", "DIFFERENT", "equal"]


def test_libraries_in_both_directions(snippet):
    ns = snippet("transformers/timm_to_linear.py")
    proj = ns["embed"].proj
    weight = proj.weight.detach().numpy().reshape(16, -1)
    close(ns["tokens"], embedded(ns["images"], weight, proj.bias.detach(), 8, "c p1 p2"))
    ns = snippet("transformers/vit_pytorch_to_conv.py")
    linear = ns["linear"]
    weight, bias = linear.weight.detach(), linear.bias.detach()
    expected = embedded(ns["maps"].detach(), weight, bias, 8, "p1 p2 c")
    close(ns["found"].flatten(2).transpose(1, 2), expected)
    close(ns["linear"](ns["patches"]), expected)


def test_keras_reads_rows_columns_channels(snippet):
    ns = snippet("transformers/keras_embedding.py")
    weight = ns["kernel"].reshape(-1, 8).T
    expected = embedded(ns["images"].transpose(0, 3, 1, 2), weight, ns["bias"], 4, "p1 p2 c")
    np.testing.assert_allclose(ns["tokens"], expected, atol=1e-4)


def test_overlapping_patches_copy_pixels(snippet):
    ns = snippet("transformers/overlap.py")
    assert ns["same"]
    assert ns["patches"].shape == (2, 64, 147)
    assert ns["patches"].numel() > 3 * ns["images"].numel()
