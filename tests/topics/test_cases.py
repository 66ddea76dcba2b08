"""Which formula undoes which flattening, against loops that spell the orders out."""

import itertools

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sizes = st.integers(1, 4)
FORMULAS = {
    "CHW": lambda w, H, W, C, OUT: w.reshape(C, H, W, OUT).transpose(1, 2, 0, 3),
    "HWC": lambda w, H, W, C, OUT: w.reshape(H, W, C, OUT),
    "WCH": lambda w, H, W, C, OUT: w.reshape(W, C, H, OUT).transpose(2, 0, 1, 3),
}


def places(order, H, W, C):
    """The map's (i, j, c) in the order of the vector, by nested loops, last letter fastest."""
    ranges = {"H": range(H), "W": range(W), "C": range(C)}
    for values in itertools.product(*(ranges[letter] for letter in order)):
        at = dict(zip(order, values, strict=True))
        yield at["H"], at["W"], at["C"]


@pytest.mark.parametrize("order", FORMULAS)
@given(sizes, sizes, sizes, sizes)
def test_each_formula_puts_each_row_at_its_place(order, H, W, C, OUT):
    w = np.arange(H * W * C * OUT).reshape(-1, OUT)
    kernel = FORMULAS[order](w, H, W, C, OUT)
    assert kernel.shape == (H, W, C, OUT)
    for row, place in enumerate(places(order, H, W, C)):
        assert (kernel[place] == w[row]).all()


@given(sizes, sizes, sizes, sizes)
def test_the_older_spelling_of_the_chw_formula(H, W, C, OUT):
    w = np.arange(H * W * C * OUT).reshape(-1, OUT)
    older = w.T.reshape(OUT, C, H, W).transpose(2, 3, 1, 0)
    assert (older == FORMULAS["CHW"](w, H, W, C, OUT)).all()


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("first_unpermuted", "CHW"),
        ("first_permuted", "HWC"),
        ("last_unpermuted", "HWC"),
        ("last_permuted", "WCH"),
    ],
)
def test_each_linked_block_flattens_in_the_order_its_name_says(snippet, name, order):
    ns = snippet(f"cases/{name}.py")
    H, W, C = ns["H"], ns["W"], ns["C"]
    x = ns["x"][0].transpose(1, 2, 0) if name.startswith("first") else ns["x"][0]
    expected = sum(x[place] * ns["w"][row] for row, place in enumerate(places(order, H, W, C)))
    assert (ns["dense"].predict(ns["x"], verbose=0)[0] == expected).all()
    assert (ns["conv"].predict(ns["x"], verbose=0).squeeze() == expected).all()


def test_every_row_of_the_table_has_one_formula(snippet):
    rows = snippet("cases/every_combination.py").out.splitlines()[1:]
    assert len(rows) == 10
    assert all(row.split().count("equal") == 1 for row in rows)


@settings(max_examples=15, deadline=None)
@given(st.permutations([1, 2, 3]), st.sampled_from(["channels_first", "channels_last"]))
def test_positions_sent_through_tell_any_order(axes, data_format):
    C, H, W, OUT = 2, 3, 4, 5
    between = keras.Sequential(
        [keras.layers.Permute(axes), keras.layers.Flatten(data_format=data_format)]
    )
    rng = np.random.default_rng(0)
    x = rng.integers(-9, 10, (1, C, H, W)).astype("float32")
    w = rng.integers(-9, 10, (C * H * W, OUT))
    order = np.array(between(np.arange(24.0).reshape(x.shape)))[0].astype(int)
    in_map_order = np.empty_like(w)
    in_map_order[order] = w
    expected = np.array(between(x)) @ w
    assert (x.reshape(1, -1) @ in_map_order == expected).all()


def test_the_block_for_any_order_agrees(snippet):
    ns = snippet("cases/any_order.py")
    assert (ns["got"] == ns["expected"][0]).all()
    assert sorted(ns["order"]) == list(range(24))
    assert list(ns["order"]) != list(range(24))


def test_an_old_file_follows_the_setting_of_today(snippet):
    lines = snippet("cases/saved_format.py").out.splitlines()
    old = [line.split(":")[1] for line in lines if "old file" in line]
    new = [line.split(":")[1] for line in lines if "new file" in line]
    assert old[0] != old[1]
    assert new[0] == new[1] == old[0]


def test_a_wrong_formula_gives_other_numbers_and_no_error(snippet):
    lines = snippet("cases/no_error.py").out.splitlines()
    answers = [line[line.rindex("[") :] for line in lines]
    assert answers[0] == answers[1]
    assert answers[0] not in answers[2:]
