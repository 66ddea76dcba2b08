"""The answers on the home page, against loops; its table against the picker's cases."""

import re

import numpy as np
import pytest

from tests import picker
from tests.built import ROOT


def test_keras_as_it_comes_at_every_position_of_a_larger_image(snippet):
    """Both convolutions by loops, with the Dense kernel read by the equation of the page."""
    ns = snippet("home/answer.py")
    kernel, first_bias = ns["conv1"].get_weights()
    W_dense, dense_bias = ns["W_dense"], ns["bias"]
    H, W, C = ns["H"], ns["W"], ns["C"]
    image = np.random.default_rng(1).random((10, 12))
    maps = np.zeros((8, 10, 3))
    for i, j in np.ndindex(8, 10):
        for r, k in np.ndindex(3, 3):
            maps[i, j] += image[i + r, j + k] * kernel[r, k, 0]
    maps = np.maximum(maps + first_bias, 0)
    found = ns["converted"].predict(image[None, :, :, None], verbose=0)[0]
    assert found.shape == (4, 4, 2)
    for p, q in np.ndindex(4, 4):
        total = dense_bias.astype(float).copy()
        for i, j, c in np.ndindex(H, W, C):
            total += W_dense[(i * W + j) * C + c] * maps[p + i, q + j, c]
        np.testing.assert_allclose(found[p, q], total, atol=1e-5)
        crop = image[None, p : p + 7, q : q + 9, None]
        np.testing.assert_allclose(ns["classic"].predict(crop, verbose=0)[0], total, atol=1e-5)


def test_channels_first_is_the_sum_that_loops_give(snippet):
    ns = snippet("home/channels_first.py")
    total = [1, 2]
    for c, r, k in np.ndindex(3, 5, 5):
        place = 25 * c + 5 * r + k
        for out in range(2):
            total[out] += place * (2 * place + out)
    lines = [re.findall(r"\d+", line) for line in ns.out.splitlines()]
    assert lines[0] == lines[1] == [str(value) for value in total]
    assert lines[2] != lines[0]


def test_equation_as_a_loop(snippet):
    ns = snippet("home/equation.py")
    flat = [value for row in ns["x"].tolist() for pixel in row for value in pixel]
    total = [sum(a * b for a, b in zip(flat, column, strict=True)) for column in ns["W_dense"].T]
    assert ns["convolution"].tolist() == ns["dense"].tolist() == (total + ns["bias"]).tolist()


def test_figure_shows_the_same_weights_three_times(snippet):
    ns = snippet("home/one_position.py")
    drawn = [text for text in ns["ax"].texts if text.get_text().isdigit()]
    numbers = [int(text.get_text()) for text in drawn]
    assert numbers == 3 * list(range(12))
    for number, text in list(zip(numbers, drawn, strict=True))[12:24]:
        i, j, c = np.unravel_index(number, (2, 3, 2))
        x, y = text.get_position()
        assert (x, y) == pytest.approx((0.8 * (2 * j + c) + 0.4, 2.7 + i + 0.5))
    titles = " ".join(text.get_text() for text in ns["ax"].texts)
    assert "9 positions" in titles


HOME = {  # a row of the home page's table: the cases that it stands for
    "Keras' default: channels_last, `Flatten()`": [
        ("Keras 2.2+", "channels_last", "Flatten(), set to channels_last"),
        ("Keras to 2.1", "channels_last", "Flatten()"),
    ],
    "Keras set to channels_first as a whole, `Flatten()`": [
        ("Keras 2.2+", "channels_first", "Flatten(), set to channels_first")
    ],
    "channels_first set on the layers only, `Flatten()`": [
        ("Keras 2.2+", "channels_first", "Flatten(), set to channels_last")
    ],
    'channels_first, `Flatten("channels_last")` or `Reshape((-1,))`': [
        (version, "channels_first", way)
        for version in ("Keras 2.2+", "Keras to 2.1")
        for way in ('Flatten("channels_last")', "Reshape((-1,))")
    ],
    "[PyTorch](frameworks/pytorch.md), `nn.Flatten()`": [
        ("PyTorch", "channels_first", "nn.Flatten()"),
    ],
    "a Dense that follows a Dense": [
        (version, tensor, "Dense")
        for version in ("Keras 2.2+", "Keras to 2.1")
        for tensor in ("channels_last", "channels_first")
    ],
}


def test_table_says_what_the_picker_says():
    text = (ROOT / "docs/en/index.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    assert rows[0][0] == "your network"
    assert {row[0] for row in rows[1:]} == set(HOME)
    cases = {(case.version, case.map, case.way): case for case in picker.CASES}
    sizes = {"C": 2, "H": 3, "W": 4, "OUT": 5, "FEATURES": 6}
    for network, order, formula in rows[1:]:
        for name in HOME[network]:
            assert cases[name].order == order
            lines = picker.block(cases[name], sizes).splitlines()
            (kernel,) = (line for line in lines if line.startswith("kernel = "))
            shown = formula.strip("`").replace("out)", "OUT)").replace("(out,", "(OUT,")
            assert kernel == f"kernel = {shown.replace('features', 'FEATURES')}"
