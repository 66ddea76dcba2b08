"""Flax and JAX, against sums over positions in NumPy."""

import numpy as np

from tests import picker


def test_each_weight_at_its_place(snippet):
    ns = snippet("jax_flax/linear.py")
    dense, kernel = np.asarray(ns["dense"].kernel[...]), np.asarray(ns["conv"].kernel[...])
    for i, j, c in np.ndindex(4, 5, 3):
        assert (kernel[i, j, c] == dense[(i * 5 + j) * 3 + c]).all()
    expected = np.einsum("nhwc,hwco->no", np.asarray(ns["maps"]), kernel)
    np.testing.assert_allclose(ns["after"][:, 0, 0], expected, atol=1e-4)


def test_linen_and_plain_are_equal(snippet):
    ns = snippet("jax_flax/linen.py")
    np.testing.assert_allclose(ns["before"], ns["after"], atol=1e-5)
    ns = snippet("jax_flax/plain.py")
    np.testing.assert_allclose(ns["before"], ns["after"], atol=1e-4)
    np.testing.assert_allclose(*ns["slopes"], rtol=1e-3, atol=1e-3)


def test_every_cell_is_its_crop(snippet):
    ns = snippet("jax_flax/larger.py")
    for i, j in np.ndindex(5, 7):
        crop = ns["image"][None, 2 * i : 2 * i + 16, 2 * j : 2 * j + 16]
        answer = ns["dense"](ns["trunk"](crop).reshape(1, -1))[0]
        np.testing.assert_allclose(ns["output_map"][i, j], answer, atol=1e-5)


def test_defaults_that_break_it(snippet):
    assert "SAME: 20 cells, 1 equal" in snippet("jax_flax/default_padding.py").out
    assert "(1, 13, 13, 4)" in snippet("jax_flax/stride.py").out.splitlines()[0]


def test_each_order_has_one_kernel(snippet):
    lines = snippet("jax_flax/order.py").out.splitlines()
    assert [line.split()[-1] for line in lines] == ["equal", "DIFFERENT", "DIFFERENT", "equal"]


def test_the_case_pickers_blocks():
    orders = {"reshape": "HWC", "transpose(0, 3, 1, 2)": "CHW", "Linear": "HWC"}
    blocks = picker.on("Flax")
    assert {case.way for case, _, _ in blocks} == set(orders)
    for case, sizes, code in blocks:
        ns, printed = picker.run(code)
        maps = np.asarray(ns.get("maps", ns.get("cells"))).transpose(0, 3, 1, 2)
        weights, bias = (
            np.asarray(getattr(ns["linear"], name)[...]) for name in ("kernel", "bias")
        )
        answers = picker.summed(orders[case.way], maps, weights, bias)
        for found in (ns["expected"], ns["converted"][:, 0, 0]):
            np.testing.assert_allclose(found, answers, atol=1e-4)
        assert answers.shape == (8, sizes["OUT"])
        C, H, W = maps.shape[1:]
        assert printed == f"kernel {(H, W, C, sizes['OUT'])} equal\n"
