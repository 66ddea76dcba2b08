"""Which formula undoes which flattening, against loops that spell the orders out."""

import itertools
import re

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import picker
from tests.built import ROOT

sizes = st.integers(1, 4)
FORMULAS = {
    "HWC": lambda w, H, W, C, OUT: w.reshape(H, W, C, OUT),
    "CHW": lambda w, H, W, C, OUT: w.T.reshape(OUT, C, H, W).transpose(2, 3, 1, 0),
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
def test_the_other_spelling_of_the_chw_formula(H, W, C, OUT):
    w = np.arange(H * W * C * OUT).reshape(-1, OUT)
    other = w.reshape(C, H, W, OUT).transpose(1, 2, 0, 3)
    assert (other == FORMULAS["CHW"](w, H, W, C, OUT)).all()


def test_every_row_of_the_proof_has_one_formula(snippet):
    """And it is the one of the picker's case."""
    orders = {}
    for row in snippet("cases/every_combination.py").out.splitlines():
        if row.endswith(" map"):
            tensor = row.removesuffix(" map")
        else:
            order, way = row.removeprefix("  equal ").split(": ")
            orders[tensor, way] = order
    assert set(orders.values()) == set(snippet("cases/every_combination.py")["kernels"])
    assert orders == {
        (case.map, case.way): case.order
        for case in picker.CASES
        if case.version == "Keras 2.2+" and case.file == "last_unpermuted"
    }


ANCHORS = {  # of each order of each map: the section that proves it
    ("channels_last", "H,W,C"): "last-unpermuted",
    ("channels_last", "W,C,H"): "last-permuted",
    ("channels_first", "H,W,C"): "first-permuted",
    ("channels_first", "C,H,W"): "first-unpermuted",
}


def table(heading):
    """Rows of the first table below a heading of the page, as cells."""
    text = (ROOT / "docs/en/recipes/cases.md").read_text(encoding="utf-8")
    lines = text[text.index(f"{{ #{heading} }}") :].split("\n|")[1:]
    return [line.split("\n\n")[0].strip("| ").split(" | ") for line in lines]


def test_the_table_is_the_record():
    """Every case of Keras in the picker is in the table with its order, its link, and no other."""
    cases = {(case.version, case.map, case.way): case for case in picker.KERAS}
    told = set()
    for tensor, way, now, then in table("table")[2:14]:
        way = re.sub(r"^Flatten\(\), Keras set", "Flatten(), set", way.replace("`", ""))
        way = way.replace("Permute and others on the way", "Permute").replace(
            "a Dense before it", "Dense"
        )
        old = "Flatten()" if "set to" in way else way
        for version, name, cell in (("Keras 2.2+", way, now), ("Keras to 2.1", old, then)):
            for one in [tensor] if "channels" in tensor else ["channels_last", "channels_first"]:
                case = cases[version, one, name]
                anchor = {"Permute": "any-order", "Dense": "later"}.get(name)
                anchor = anchor or ANCHORS[one, case.order]
                assert cell == f"[{case.order}](#{anchor})"
                told.add(case)
    assert told == set(picker.KERAS)


def test_the_formulas_are_the_blocks():
    rows = table("table")[14:20]
    assert rows[0][0] == "order"
    kernels = {
        order: line
        for file, order, line in picker.LINES
        if file == "last_unpermuted" and line.startswith("kernel = W_dense")
    }
    shown = {order: f"kernel = {formula.strip('`')}" for order, formula in rows[2:]}
    later = (ROOT / "snippets/cases/later_dense.py").read_text(encoding="utf-8")
    assert shown.pop("no order") in later.splitlines()
    assert shown == kernels


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


def test_the_block_for_any_order_sees_a_shuffle(snippet):
    ns = snippet("cases/any_order.py")
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


def test_formulas_agree_only_where_a_size_is_one(snippet):
    """Two orders are one if what the axes that trade places hold is a single element."""
    lines = snippet("cases/when_it_hides.py").out.splitlines()
    agree = 0
    for H, W, C in np.ndindex(5, 5, 5):
        H, W, C = H + 1, W + 1, C + 1
        agree += (C == 1 or H * W == 1) + (H == 1 or W * C == 1) + (W == 1 or C * H == 1)
    assert lines == [
        f"{agree} of {3 * 125} pairs of formulas agree",
        f"where a size is 1: {agree}",
        "where no size is 1: 0",
    ]
