"""The mistakes in circulation are mistakes, and what stands beside them is right."""

import itertools

import numpy as np
from scipy.signal import correlate2d


def test_the_figure_fills_half_and_then_all(snippet):
    ns = snippet("mistakes/phases.py")
    size, f = ns["SIZE"], ns["F"]
    for shifts, share in zip(ns["PASSES"].values(), (0.5, 1), strict=True):
        filled = [
            p for p in itertools.product(range(size), repeat=2) if (p[0] % f, p[1] % f) in shifts
        ]
        assert len(filled) == share * size * size


def test_average_pooling_skips_windows_by_default(snippet):
    ns = snippet("mistakes/pool_stride.py")
    image = ns["feature_map"][0, :, :, 0]
    box = correlate2d(image, np.full((7, 7), 1 / 49), "valid")
    np.testing.assert_allclose(ns["got"], box, atol=1e-5)
    assert ns.out.splitlines()[0] == "strides=None: (3, 8)"


def test_equal_accuracy_with_different_outputs(snippet):
    ns = snippet("mistakes/equal_accuracy.py")
    assert (ns["classic"].argmax(1) == ns["converted"].argmax(1)).all()
    assert np.abs(ns["classic"] - ns["converted"]).max() > 0.1
    np.testing.assert_allclose(ns["converted"].sum(1), 1)
    lines = ns.out.splitlines()
    assert lines[-2] == "same decision: 597 of 597"
    assert lines[-1] == "same probabilities: 0 of 597"


def test_what_keras_3_removed(snippet):
    lines = snippet("mistakes/removed_api.py").out.splitlines()
    verdicts = [line.split(": ")[1] for line in lines[:5]]
    assert verdicts == [
        "ModuleNotFoundError",
        "works",
        "AttributeError",
        "ValueError",
        "works",
    ]


def test_a_one_by_one_kernel_refuses_the_maps_weights(snippet):
    lines = snippet("mistakes/one_by_one_kernel.py").out.splitlines()
    assert [line.split(": ")[1] for line in lines] == ["ValueError", "loaded"]


def test_flipping_is_for_true_convolutions(snippet):
    ns = snippet("mistakes/flipped.py")
    by_hand = sum(ns["x"][i, j] * ns["w"][3 * i + j, 0] for i in range(2) for j in range(3))
    assert ns["keras_conv"](ns["kernel"]) == by_hand == ns["true"]
    assert ns["keras_conv"](ns["flipped"]) != by_hand


def test_same_padding_changes_the_border(snippet):
    ns = snippet("mistakes/same_padding.py")
    kernel = ns["w"].reshape(3, 3, 2)
    x = ns["feature_map"][0]
    same = sum(correlate2d(x[..., c], kernel[..., c], "same") for c in range(2))
    assert (ns["y"] == same).all()  # the last round
    assert (same[1:-1, 1:-1] == ns["dense"]).all()
