"""The figure of two ONNX graphs, against sums over single places of the map."""

import numpy as np


def test_each_graph_and_its_conv_give_the_sum_over_the_order_that_its_gemm_reads(snippet):
    ns = snippet("gemm/two_graphs.py")
    (x,), w = ns["x"], ns["w"]
    places = {
        "C,H,W": lambda c, i, j: (c * 4 + i) * 5 + j,
        "H,W,C": lambda c, i, j: (i * 5 + j) * 3 + c,
    }
    sums = {}
    for order, place in places.items():
        terms = [x[at] * w[:, place(*at)] for at in np.ndindex(x.shape)]
        sums[order] = np.sum(terms, axis=0).tolist()
        assert ns["conv"](ns["x"], ns["kernels"][order])[0, :, 0, 0].tolist() == sums[order]
    assert ns["tensors"][-1].tolist() == [sums["H,W,C"]]  # the last graph, with Transpose
    assert sums["H,W,C"] != sums["C,H,W"]
    assert ns.out.count("equal: True") == 2


def test_a_larger_map_gives_the_answer_to_each_crop(snippet):
    ns = snippet("gemm/two_graphs.py")
    image = np.random.default_rng(1).integers(-9, 10, (1, 3, 6, 8))
    found = ns["conv"](image, ns["kernels"]["C,H,W"])[0]
    assert found.shape == (2, 3, 4)
    for i, j in np.ndindex(3, 4):
        crop = image[0, :, i : i + 4, j : j + 5]
        assert found[:, i, j].tolist() == (ns["w"] @ crop.reshape(-1)).tolist()
