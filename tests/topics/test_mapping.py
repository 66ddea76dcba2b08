"""The mapping for both flatten orders, against index arithmetic and loops."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

sizes = st.integers(1, 5)


@given(sizes, sizes, sizes, sizes)
def test_each_weight_lands_where_its_value_lies(C, H, W, out):
    W_dense = np.arange(C * H * W * out).reshape(C * H * W, out)
    chw = W_dense.T.reshape(out, C, H, W).transpose(2, 3, 1, 0)
    hwc = W_dense.reshape(H, W, C, out)
    assert (chw == W_dense.reshape(C, H, W, out).transpose(1, 2, 0, 3)).all()
    for flat, o in np.ndindex(W_dense.shape):
        c, r, k = np.unravel_index(flat, (C, H, W))
        assert chw[r, k, c, o] == W_dense[flat, o]
        r, k, c = np.unravel_index(flat, (H, W, C))
        assert hwc[r, k, c, o] == W_dense[flat, o]


def test_page_takes_the_steps_that_the_formula_takes(snippet):
    ns = snippet("mapping/dense_to_conv.py")
    shapes = [ns[name].shape for name in ("W_dense", "step1", "step2", "W_conv")]
    assert shapes == [(75, 2), (2, 75), (2, 3, 5, 5), (5, 5, 3, 2)]
    assert (ns["W_conv"] == ns["W_dense"].T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0)).all()


def test_small_arrays_name_their_own_place(snippet):
    ns = snippet("mapping/step_by_step.py")
    for o, c, r, k in np.ndindex(ns["Win"].shape):
        name = 10 * (6 * c + 3 * r + k) + o
        assert ns["Win"][o, c, r, k] == ns["kernel"][r, k, c, o] == name


def test_followed_weight_by_numpys_own_index_arithmetic(snippet):
    ns = snippet("mapping/follow_one_weight.py")
    place = np.unravel_index(ns["flat"], (3, 5, 5))
    assert (ns["channel"], ns["row"], ns["column"]) == place
    assert len({*place, ns["flat"]}) == 4  # distinct numbers: none can stand in for another
    c, r, k = place
    assert ns["kernel"][r, k, c, ns["out"]] == ns["W_dense"][ns["flat"], ns["out"]]


def test_page_counts_every_weight(snippet):
    ns = snippet("mapping/all_weights.py")
    kernel, W_dense = ns["kernel"], ns["W_dense"]
    flats = np.ravel_multi_index(np.indices((3, 5, 5)), (3, 5, 5))
    assert (kernel.transpose(2, 0, 1, 3) == W_dense[flats]).all()
    assert "150 of 150" in ns.out


def test_single_position_of_the_window_gives_dense(snippet):
    ns = snippet("mapping/same_products.py")
    sums = [0, 0]
    for r, k, c, o in np.ndindex(ns["kernel"].shape):
        sums[o] += int(ns["feature_map"][c, r, k] * ns["kernel"][r, k, c, o])
    assert sums == [
        int(ns["feature_map"].ravel() @ ns["W_dense"][:, output]) for output in range(2)
    ]
    for output, total in enumerate(sums):
        assert f"output {output}: the same 75 products: True; sums: {total} {total}" in ns.out


def test_of_all_turns_that_fit_only_one_is_right(snippet):
    ns = snippet("mapping/orders_that_fit.py")
    W_dense = np.arange(150).reshape(75, 2)
    expected = np.empty((5, 5, 3, 2), int)
    for flat, o in np.ndindex(75, 2):
        c, r, k = np.unravel_index(flat, (3, 5, 5))
        expected[r, k, c, o] = W_dense[flat, o]
    cut = W_dense.T.reshape(2, 3, 5, 5)
    turns = [cut.transpose(axes) for axes in itertools.permutations(range(4))]
    fitting = [turn for turn in turns if turn.shape == expected.shape]
    assert sum(np.array_equal(turn, expected) for turn in fitting) == 1
    assert ns.out.count("WRONG") == len(fitting)  # one of them right, and one plain reshape wrong
    assert ns.out.count("right") == 1


def test_figure_draws_every_weight_once_in_each_step(snippet):
    ns = snippet("mapping/index_flow.py")
    drawn = [int(text.get_text()) for text in ns["ax"].texts if text.get_text().isdigit()]
    steps = np.array(drawn).reshape(3, 24)
    weights = sorted(10 * flat + out for flat in range(12) for out in range(2))
    assert all(sorted(step) == weights for step in steps)
    by_cell = steps[2].reshape(2, 3, 2, 2)  # row, column, in, out
    for r, k, c, o in np.ndindex(by_cell.shape):
        assert by_cell[r, k, c, o] == 10 * np.ravel_multi_index((c, r, k), (2, 2, 3)) + o
