"""Each symptom on the checklist differs, and its cure agrees with a computation by hand."""

import numpy as np
from scipy.signal import correlate2d


def test_the_search_names_the_layer_that_lost_its_activation(snippet):
    ns = snippet("differ/first_layer.py")
    verdicts = [line.split() for line in ns.out.splitlines()]
    assert verdicts == [["conv", "same"], ["hidden", "differs"], ["scores", "differs"]]
    kernel, bias = ns["dense"].get_layer("hidden").get_weights()
    maps = ns["conv"].layers[0](ns["x"])
    linear = np.array(maps).reshape(1, -1) @ kernel + bias
    assert (linear < 0).any()  # so the missing activation shows


def test_flatten_order(snippet):
    symptom, cure = snippet("differ/order_symptom.py"), snippet("differ/order_cure.py")
    by_hand = [
        sum(
            x[c, i, j] * cure["w"][(i * 5 + j) * 3 + c, 0]
            for c in range(3)
            for i in range(4)
            for j in range(5)
        )
        for x in cure["x"][:5]
    ]
    np.testing.assert_allclose(cure["conv"][:5], by_hand, atol=1e-4)
    np.testing.assert_allclose(symptom["dense"], cure["dense"])
    assert abs(np.corrcoef(symptom["dense"], symptom["conv"])[0, 1]) < 0.3
    assert cure["fastest"] == "C"


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


def test_crops_of_a_padded_network(snippet):
    ns = snippet("differ/crop_symptom.py")
    padded = np.pad(ns["large"], 1)
    for i, j in np.ndindex(3, 3):
        total = 0
        for a, b in np.ndindex(4, 4):  # the Dense's map; its neighbours are the image's
            total += (padded[i + a : i + a + 3, j + b : j + b + 3] * ns["k"]).sum() * ns["w"][a, b]
        assert ns["whole"][i, j] == total
    assert (ns["whole"] != ns["crops"]).all()
    ns = snippet("differ/crop_cure.py")
    assert (ns["whole"] == ns["crops"]).all()


def test_training_mode(snippet):
    ns = snippet("differ/training_symptom.py")
    values = {float(v) for v in ns.out.strip("[]\n").split(",")}
    assert len(values) > 1
    assert values <= {2.0 * k for k in range(9)}  # kept inputs count twice
    assert set(snippet("differ/training_cure.py").out.replace(",", "").split()) == {
        "[8.0",
        "8.0",
        "8.0]",
    }


def test_rounding(snippet):
    rng = np.random.default_rng(0)
    reals, integers = rng.normal(size=75), rng.integers(-9, 10, 75)
    ns = snippet("differ/rounding_cure.py")
    assert ns["forwards"] == integers.sum()  # the last row: integers, summed exactly
    row = snippet("differ/rounding_cure.py").out.splitlines()
    assert row[0].split()[2:] == ["False", "allclose:", "True"]
    assert row[1].split()[2:] == ["True", "allclose:", "True"]
    assert abs(float(snippet("differ/rounding_symptom.py")["forwards"]) - reals.sum()) < 1e-5
