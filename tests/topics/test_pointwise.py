"""1×1 convolutions, position by position."""

import numpy as np
import torch


def test_each_position_by_itself(snippet):
    ns = snippet("pointwise/pointwise.py")
    for i, j in np.ndindex(5, 7):
        alone = ns["linear"](ns["maps"][:, :, i, j])
        torch.testing.assert_close(ns["after"][:, :, i, j], alone, atol=1e-5, rtol=0)


def test_sequences(snippet):
    ns = snippet("pointwise/sequence.py")
    for position in range(10):
        alone = ns["linear"](ns["tokens"][:, position])
        for found in (ns["conv1d"], ns["conv2d"]):
            torch.testing.assert_close(found[:, position], alone, atol=1e-5, rtol=0)
    ns = snippet("pointwise/mlp.py")
    torch.testing.assert_close(ns["mlp"](ns["tokens"]), ns["back"], atol=1e-5, rtol=0)


def test_the_wrong_axis_is_told_or_wrong(snippet):
    refused, wrong = snippet("pointwise/wrong_axis.py").out.splitlines()
    assert "refused" in refused
    assert wrong.endswith("equal: False")
