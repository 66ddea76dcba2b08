"""timm's head, against its parts."""

import torch


def test_timm_gives_halfway_between_mean_and_maximum(snippet):
    ns = snippet("tools/timm_pool.py")
    torch.testing.assert_close(ns["before"], ns["after"], atol=1e-5, rtol=0)
    cells = ns["cells"][0].flatten(1)
    expected = [(row.sum() / row.numel() + row.max()) / 2 for row in cells]
    torch.testing.assert_close(ns["answer"][0], torch.stack(expected), atol=1e-5, rtol=0)
