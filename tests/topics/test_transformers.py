"""Patch embeddings, against loops over patches."""

import numpy as np
import torch


def test_tokens_are_sums_over_patches(snippet):
    ns = snippet("transformers/embedding.py")
    P, kernel = ns["P"], ns["conv"].weight
    for number in range(15):
        i, j = divmod(number, 5)
        patch = ns["images"][:, :, P * i : P * i + P, P * j : P * j + P]
        expected = torch.einsum("nchw,ochw->no", patch, kernel) + ns["linear"].bias
        torch.testing.assert_close(ns["tokens"][:, number], expected, atol=1e-5, rtol=0)


def test_each_order_has_its_kernel(snippet):
    ns = snippet("transformers/orders.py")
    verdicts = [line.split()[-1] for line in ns.out.splitlines()]
    assert verdicts == ["equal", "DIFFERENT", "DIFFERENT", "equal", "DIFFERENT", "equal"]
    P, C = ns["P"], ns["C"]
    for p, q, c in np.ndindex(P, P, C):
        value = ns["images"][0, c, p, P + q]  # the second patch
        assert ns["patches"]["p1 p2 c"][0, 1, (p * P + q) * C + c] == value
        assert ns["patches"]["c p1 p2"][0, 1, (c * P + p) * P + q] == value


def test_of_other_packages(snippet):
    assert snippet("transformers/vit_pytorch_to_conv.py")["same"]
    ns = snippet("transformers/timm_to_linear.py")
    torch.testing.assert_close(ns["embed"](ns["images"]), ns["tokens"], atol=1e-5, rtol=0)
    assert snippet("transformers/keras_embedding.py").out.endswith("equal: True\n")
    assert snippet("transformers/overlap.py")["same"]
