"""Weights between Keras and PyTorch, against sums over positions."""

import numpy as np


def test_both_directions_are_equal_and_sums_over_positions(snippet):
    for name in ("to_keras", "to_pytorch"):
        ns = snippet(f"keras_pytorch/{name}.py")
        np.testing.assert_allclose(ns["before"], ns["after"], atol=1e-5)
        kernel, bias, W_dense, _ = ns["ours"].get_weights()
        theirs = [p.detach().numpy() for p in ns["theirs"].parameters()]
        for i, j, c in np.ndindex(3, 3, 3):
            assert (kernel[i, j, c] == theirs[0][:, c, i, j]).all()
        for i, j, c in np.ndindex(6, 7, 4):
            assert (W_dense[(i * 7 + j) * 4 + c] == theirs[2][:, (c * 6 + i) * 7 + j]).all()
        assert (bias == theirs[1]).all()


def test_transposed_alone_is_wrong(snippet):
    lines = snippet("keras_pytorch/only_transposed.py").out.splitlines()
    assert [line.split()[-1] for line in lines] == ["DIFFERENT", "equal", "equal"]


def test_converted_first_there_is_no_order(snippet):
    ns = snippet("keras_pytorch/convert_first.py")
    np.testing.assert_allclose(ns["before"], ns["after"][:, 0, 0], atol=1e-5)


def test_epsilon_and_padding_are_told_apart(snippet):
    lines = snippet("keras_pytorch/batchnorm.py").out.splitlines()
    assert [line.split()[-1] for line in lines] == ["DIFFERENT", "equal"]
    lines = snippet("keras_pytorch/same_padding.py").out.splitlines()
    assert [line.split()[0] for line in lines] == ["DIFFERENT", "equal", "equal"]
