"""The answer on the home page, against loops."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

sizes = st.integers(2, 4)


def test_answer_is_the_sum_that_loops_give(snippet):
    ns = snippet("home/answer.py")
    total = [0, 0]
    for c, r, k in np.ndindex(3, 5, 5):
        place = 25 * c + 5 * r + k
        for out in range(2):
            total[out] += place * (2 * place + out)
    assert ns["dense"].tolist() == ns["convolution"].tolist() == total


@given(sizes, sizes, sizes)
def test_table_names_the_right_formula_for_each_order_and_no_other(C, H, W):
    """Of the two formulas, one puts each weight on the value it multiplies, for each order."""
    out, rng = 2, np.random.default_rng(C * 100 + H * 10 + W)
    W_dense = rng.permutation(C * H * W * out).reshape(-1, out)
    chw = W_dense.T.reshape(out, C, H, W).transpose(2, 3, 1, 0)
    hwc = W_dense.reshape(H, W, C, out)
    for c, r, k in np.ndindex(C, H, W):
        assert (chw[r, k, c] == W_dense[np.ravel_multi_index((c, r, k), (C, H, W))]).all()
        assert (hwc[r, k, c] == W_dense[np.ravel_multi_index((r, k, c), (H, W, C))]).all()
    assert not (chw == hwc).all()


def test_block_finds_the_two_pairs_that_fit(snippet):
    out = snippet("home/formulas.py").out.splitlines()
    verdicts = [line.split()[0] for line in out if line.startswith("    ")]
    assert verdicts == ["equal", "DIFFERENT", "DIFFERENT", "equal"]


def test_figure_cuts_the_rows_by_channel(snippet):
    ns = snippet("home/same_weights.py")
    drawn = [int(text.get_text()) for text in ns["ax"].texts if text.get_text().isdigit()]
    assert drawn == list(range(75))
    for place in drawn:
        c, r, k = np.unravel_index(place, (3, 5, 5))
        assert ns["squares"][c, r, k] == place
