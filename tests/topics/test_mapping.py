"""The mapping for both flatten orders, against index arithmetic and loops."""

import itertools
import re

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


def test_page_takes_the_steps_that_the_formulas_take(snippet):
    ns = snippet("mapping/dense_to_conv.py")
    shapes = [ns[name].shape for name in ("W_dense", "by_output", "cut", "kernel_chw")]
    assert shapes == [(75, 2), (2, 75), (2, 3, 5, 5), (5, 5, 3, 2)]
    for order in ("H,W,C", "C,H,W"):
        kernel = ns["kernel_" + order.replace(",", "").lower()]
        assert (kernel == by_loops(ns["W_dense"], order)).all()


def by_loops(W_dense, order):
    """The kernel of a 3 x 5 x 5 map: every flat index computed by counting cells in this order."""
    kernel = np.empty((5, 5, 3, W_dense.shape[1]), W_dense.dtype)
    sizes = [{"C": 3, "H": 5, "W": 5}[axis] for axis in order.split(",")]
    for flat, at in enumerate(itertools.product(*map(range, sizes))):
        place = dict(zip(order.split(","), at, strict=True))
        kernel[place["H"], place["W"], place["C"]] = W_dense[flat]
    return kernel


def test_small_arrays_name_their_own_place(snippet):
    ns = snippet("mapping/step_by_step.py")
    for o, c, r, k in np.ndindex(ns["Win"].shape):
        name = 10 * (6 * c + 3 * r + k) + o
        assert (
            ns["Win"][o, c, r, k] == ns["kernel"][r, k, c, o] == ns["two_steps"][r, k, c, o] == name
        )


def test_followed_weight_by_numpys_own_index_arithmetic(snippet):
    lines = snippet("mapping/follow_one_weight.py").out.splitlines()
    told = [eval(line[line.rindex("[") :]) for line in lines if line.endswith("]")]
    r, k, c = map(int, np.unravel_index(59, (5, 5, 3)))
    assert told[:2] == [[59, 0], [r, k, c, 0]]
    assert f"  row {r}, column {k}, channel {c}" in lines
    assert len({r, k, c, 0}) == 4  # distinct numbers: none can stand in for another
    c, r, k = map(int, np.unravel_index(59, (3, 5, 5)))
    assert told[2:] == [[59, 0], [0, 59], [0, c, r, k], [r, k, c, 0]]
    assert f"  channel {c}, row {r}, column {k}" in lines
    assert len({r, k, c, 0}) == 4
    for sum_ in re.findall(r"= (.+·.+)", "\n".join(lines)):
        assert eval(sum_.replace("·", "*")) == 59


def test_printed_arrays_are_what_their_names_say(snippet):
    """The stepper's data: each name is a formula; here it is computed."""
    W_dense = np.arange(150).reshape(75, 2)
    tables = re.findall(
        r"^(W.+), shape (.+)\n((?:[ \d]+\n)+)", snippet("mapping/every_step.py").out, re.M
    )
    assert len(tables) == 5
    for name, shape, numbers in tables:
        array = eval(name, {"W_dense": W_dense})
        assert array.shape == eval(shape)
        assert array.ravel().tolist() == list(map(int, numbers.split()))


def test_page_counts_every_weight(snippet):
    """Weights in place by looking each up, where the page reads them out with maps."""
    ns = snippet("mapping/all_weights.py")
    W_dense, kernels = ns["W_dense"], ns["kernels"]
    for order, formula in itertools.product(("H,W,C", "C,H,W"), kernels):
        right = int((kernels[formula] == by_loops(W_dense, order)).sum())
        part = ns.out.partition(f"flattened {order}\n")[2].partition("flattened")[0]
        assert f"  {right} of 150 right: {formula}\n" in part
    assert ns.out.count("150 of 150") == 2


def test_single_position_of_the_kernel_gives_dense(snippet):
    ns = snippet("mapping/same_products.py")
    sums = [0, 0]
    for r, k, c, o in np.ndindex(ns["kernel"].shape):
        sums[o] += int(ns["feature_map"][r, k, c] * ns["kernel"][r, k, c, o])
    assert sums == [
        int(ns["feature_map"].ravel() @ ns["W_dense"][:, output]) for output in range(2)
    ]
    for output, total in enumerate(sums):
        assert f"output {output}: the same 75 products: True\n  sums: {total} {total}\n" in ns.out


def test_of_all_that_fit_each_order_has_one(snippet):
    ns = snippet("mapping/orders_that_fit.py")
    W_dense = np.arange(150).reshape(75, 2)
    lines = re.findall(r"^(right|WRONG)  (right|WRONG)  (.+)$", ns.out, re.M)
    verdicts = {name: told for *told, name in lines}
    fitting = [
        axes
        for axes in itertools.permutations(range(4))
        if W_dense.T.reshape(2, 3, 5, 5).transpose(axes).shape == (5, 5, 3, 2)
    ]
    assert len(verdicts) == len(fitting) + 1
    for name, told in verdicts.items():
        kernel = eval(name, {"W_dense": W_dense, "cut": W_dense.T.reshape(2, 3, 5, 5)})
        right = [np.array_equal(kernel, by_loops(W_dense, order)) for order in ("H,W,C", "C,H,W")]
        assert told == ["right" if one else "WRONG" for one in right]
    assert ns.out.count("right") == 2


def test_figure_draws_every_weight_once_in_each_step(snippet):
    ns = snippet("mapping/index_flow.py")
    drawn = [int(text.get_text()) for text in ns["ax"].texts if text.get_text().isdigit()]
    steps = np.array(drawn).reshape(3, 24)
    weights = sorted(10 * flat + out for flat in range(12) for out in range(2))
    assert all(sorted(step) == weights for step in steps)
    by_cell = steps[2].reshape(2, 3, 2, 2)  # row, column, in, out
    for r, k, c, o in np.ndindex(by_cell.shape):
        assert by_cell[r, k, c, o] == 10 * np.ravel_multi_index((c, r, k), (2, 2, 3)) + o
