"""Each symptom on the checklist differs, and its cure agrees with a computation by hand."""

import struct

import numpy as np
from scipy.signal import correlate2d


def test_the_search_names_the_layer_that_lost_its_activation(snippet):
    ns = snippet("differ/first_layer.py")
    verdicts = [line.split() for line in ns.out.splitlines()]
    assert verdicts == [["conv", "same"], ["hidden", "differs"], ["scores", "differs"]]
    kernel, bias = ns["classic"].get_layer("hidden").get_weights()
    maps = ns["converted"].layers[0](ns["x"])
    linear = np.array(maps).reshape(1, -1) @ kernel + bias
    assert (linear < 0).any()  # so the missing activation shows


def test_flatten_order(snippet):
    ns = snippet("differ/order_cure.py")
    assert [line.split()[-1] for line in ns.out.splitlines() if ": " in line] == [
        "True",
        "True",
        "True",
        "False",
    ]
    W_dense = ns["W_dense"]  # under channels_first, the last one: axis 1 last, so W,C,H
    for x, got in zip(ns["maps"][:5], ns["after"], strict=False):
        terms = [x[i, j, c] * W_dense[(j * 3 + c) * 4 + i] for i, j, c in np.ndindex(4, 5, 3)]
        np.testing.assert_allclose(got, np.sum(terms, axis=0), atol=1e-4)


def test_image_layout(snippet):
    image = snippet("differ/image_cure.py")["image"]
    wrong, right = (
        snippet("differ/image_symptom.py")["wrong"],
        snippet("differ/image_cure.py")["right"],
    )
    assert wrong.shape == right.shape
    for i, j, c in np.ndindex(2, 2, 3):
        assert right[c, i, j] == image[i, j, c]
    assert (wrong != right).any()


def test_weights_and_activation(snippet):
    assert snippet("differ/weights_symptom.py").out == "equal: False\n"
    assert snippet("differ/weights_cure.py").out == "equal: True\n"
    ns = snippet("differ/activation_cure.py")
    assert np.array(ns["conv"](ns["x"])).min() == 0
    np.testing.assert_allclose(ns["conv"](ns["x"]), ns["dense"](ns["x"]), atol=1e-5)


def test_padding(snippet):
    for name in ("symptom", "cure"):
        ns = snippet(f"differ/padding_{name}.py")
        y = np.array(ns["conv"](ns["x"]))[0, :, :, 0]
        kernel = ns["w"].reshape(3, 3, 2).sum(2)  # the image is all ones
        mode = {"symptom": "same", "cure": "valid"}[name]
        assert (y == correlate2d(np.ones((3, 3)), kernel, mode)).all()


def test_training_mode(snippet):
    ns = snippet("differ/training_symptom.py")
    values = {float(v) for v in ns.out.strip("[]\n").split(",")}
    assert len(values) > 1
    assert values <= {2.0 * k for k in range(9)}  # kept inputs count twice
    lines = snippet("differ/training_cure.py").out.splitlines()
    assert [line.split(": ")[1] for line in lines] == ["[8.0, 8.0, 8.0]"] * 3


def test_relative_rounding_is_below_each_formats_precision(snippet):
    ns = snippet("differ/rounding_rule.py")
    values = np.random.default_rng(1).normal(size=1000)
    assert (ns["rounded"](values, 24) == values.astype("float32")).all()
    assert (ns["rounded"](values, 11) == values.astype("float16")).mean() > 0.99  # but subnormals
    relative = [float(line.split()[-1]) for line in ns.out.splitlines() if "relative" in line]
    for float32, tf32, bfloat16, wrong in (relative[:4], relative[4:]):
        assert float32 < 1e-6 < tf32 < 1e-3 < bfloat16 < 1e-2
        assert wrong > 0.5
    (largest,), (full,) = (struct.unpack("<e", code) for code in (b"\xff\x7b", b"\x00\x04"))
    assert f"\nfloat16: up to {largest:.0f}, all digits from {full}\n" in ns.out
    assert ns.out.endswith(f" {2.0 ** (16 - 23)}\n")  # 1e5 lies between 2^16 and 2^17


def test_mixed_precision_is_further_away(snippet):
    _, *lines = snippet("differ/rounding_mixed.py").out.splitlines()
    assert ["1e-05: True" in line for line in lines] == [True, False, False]
    assert all("0.01: True" in line for line in lines)


def test_rounding(snippet):
    rng = np.random.default_rng(0)
    reals, integers = rng.normal(size=75), rng.integers(-9, 10, 75)
    ns = snippet("differ/rounding_cure.py")
    assert ns["forwards"] == integers.sum()  # the last row: integers, summed exactly
    row = snippet("differ/rounding_cure.py").out.splitlines()
    assert row[0].split()[2:] == ["False", "allclose:", "True"]
    assert row[1].split()[2:] == ["True", "allclose:", "True"]
    assert row[2] == "at 2**24 x + 1 == x: True"
    below = np.arange(2**24 - 999, 2**24)
    assert (
        below.astype("float32").astype(int) == below
    ).all()  # the first that is lost is 2^24 + 1
    assert abs(float(snippet("differ/rounding_symptom.py")["forwards"]) - reals.sum()) < 1e-5
