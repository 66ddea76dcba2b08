"""The mistakes in circulation are mistakes, and what stands beside them is right."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import correlate2d


def test_the_old_mapping_gives_the_old_numbers_only(snippet):
    lines = snippet("mistakes/old_mapping.py").out.splitlines()
    dense, then, today = (line.split()[-2:] for line in lines)
    # By hand, in both orders: one at (1, 2), filters 1..9, biases .1 .2 .3.
    feature_map = np.zeros((3, 5, 5)) + np.array([0.1, 0.2, 0.3])[:, None, None]
    for f in range(3):
        feature_map[f, 1, :3] += [3 * f + 3, 3 * f + 2, 3 * f + 1]
    w = np.arange(150).reshape(75, 2)
    chw = feature_map.reshape(-1) @ w + 0.1
    hwc = feature_map.transpose(1, 2, 0).reshape(-1) @ w + 0.1
    assert then == [f"{chw[0]:.1f},", f"{chw[1]:.1f}"]
    assert dense == today == [f"{hwc[0]:.1f},", f"{hwc[1]:.1f}"]
    assert dense != then


def test_padding_leaves_no_cell_equal(snippet):
    lines = snippet("mistakes/padded_identical.py").out.splitlines()
    assert lines[0].endswith("equal cells: 0 of 25")
    assert lines[1].endswith("equal cells: 9 of 9")


@given(st.integers(1, 6))
def test_a_stride_divided_by_f_takes_f_squared_passes(f):
    phases = {(i % f, j % f) for i, j in itertools.product(range(2 * f), repeat=2)}
    assert len(phases) == f * f
    diagonal = {(k % f, k % f) for k in range(2 * f)}
    assert len(diagonal) == f


def test_two_passes_fill_half(snippet):
    ns = snippet("mistakes/two_of_four.py")
    every = correlate2d(ns["image"], ns["window"], "valid")[::2, ::2]
    assert (ns["wanted"] == every).all()
    assert (ns["got"] == every).all()  # the last round: four passes
    assert ns.out.splitlines()[0] == f"2 passes fill {every.size // 2} of {every.size} cells"


def test_average_pooling_skips_windows_by_default(snippet):
    ns = snippet("mistakes/pool_stride.py")
    image = ns["feature_map"][0, :, :, 0]
    box = correlate2d(image, np.full((7, 7), 1 / 49), "valid")
    np.testing.assert_allclose(ns["got"], box, atol=1e-5)
    assert ns.out.splitlines()[0] == "strides=None: (3, 8)"


def test_equal_accuracy_with_different_outputs(snippet):
    ns = snippet("mistakes/equal_accuracy.py")
    assert (ns["dense"].argmax(1) == ns["converted"].argmax(1)).all()
    assert np.abs(ns["dense"] - ns["converted"]).max() > 0.1
    np.testing.assert_allclose(ns["converted"].sum(1), 1)


def test_what_keras_3_removed(snippet):
    lines = snippet("mistakes/removed_api.py").out.splitlines()
    verdicts = [line.split(": ")[1] for line in lines[:4]]
    assert verdicts == ["ModuleNotFoundError", "AttributeError", "ValueError", "works"]


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
