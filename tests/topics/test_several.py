"""Several Dense layers, against loops over windows and cells."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import correlate


def test_the_converted_network_is_the_one_scipy_computes(snippet):
    ns = snippet("several/two_dense.py")
    k, b, w1, b1, w2, b2 = ns["classic"].get_weights()
    for n in range(3):
        maps = [correlate(ns["x"][n], k[..., o], "valid")[..., 0] for o in range(3)]
        maps = np.maximum(np.stack(maps, -1) + b, 0)
        h, w, c = maps.shape
        pooled = maps[: h // 2 * 2, : w // 2 * 2].reshape(h // 2, 2, w // 2, 2, c).max((1, 3))
        hidden = np.maximum(pooled.reshape(-1) @ w1 + b1, 0)
        expected = hidden @ w2 + b2
        np.testing.assert_allclose(ns["after"][n, 0, 0], expected, atol=1e-4)


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 5), st.integers(1, 5))
def test_one_by_one_is_the_dense_layer_in_every_cell(h, w, features, out):
    rng = np.random.default_rng(0)
    x = rng.integers(-9, 10, (h, w, features))
    kernel = rng.integers(-9, 10, (features, out)).reshape(1, 1, features, out)
    got = np.stack(
        [correlate(x, kernel[..., o], "valid", method="direct")[..., 0] for o in range(out)],
        -1,
    )
    for i, j in np.ndindex(h, w):
        assert (got[i, j] == x[i, j] @ kernel[0, 0]).all()


def test_every_cell_of_a_larger_map_is_the_head_on_its_window(snippet):
    ns = snippet("several/larger_map.py")
    assert ns["scores"].shape == (3, 4, 2)
    for i, j in np.ndindex(3, 4):
        window = ns["large"][i : i + 2, j : j + 3]
        hidden = [max(0, (window * ns["kernel"][..., k]).sum()) for k in range(5)]
        assert (ns["scores"][i, j] == np.array(hidden) @ ns["w2"]).all()


def test_a_one_by_one_does_not_see_the_order_of_columns(snippet):
    out = snippet("several/not_the_first.py").out
    assert "Dense changes 5 of 5 outputs" in out
    assert "a 1x1, summed over cells, changes 0 of 5" in out


def test_each_head_is_equal_on_crops_of_a_larger_image(snippet):
    ns = snippet("several/heads.py")
    image = np.random.default_rng(1).normal(size=(1, 12, 13, 1))
    cells = ns["converted"].predict(image, verbose=0)
    places = list(np.ndindex(cells["digit"].shape[1:3]))
    assert len(places) == 9
    crops = np.array([image[0, 2 * i : 2 * i + 8, 2 * j : 2 * j + 9] for i, j in places])
    for name, expected in ns["classic"].predict(crops, verbose=0).items():
        got = np.array([cells[name][0, i, j] for i, j in places])
        np.testing.assert_allclose(got, expected, atol=1e-5)


def test_figure_draws_the_cells_that_fit(snippet):
    ns = snippet("several/head_picture.py")
    (rows, columns), (height, width) = ns["MAP"], ns["WINDOW"]
    fits = [(i, j) for i in range(rows) for j in range(columns)]
    fits = [(i, j) for i, j in fits if i + height <= rows and j + width <= columns]
    assert len(fits) == ns["CELLS"][0] * ns["CELLS"][1]
    assert (1, 1) in fits  # the window that is marked
