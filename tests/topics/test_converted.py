"""The converted network equals the classic one; what it gives, by the notebook of 2017."""

import numpy as np
from scipy.signal import correlate

OUTPUT = [5038.1, 5098.1]  # as printed in 2017, by both networks


def test_both_networks_give_the_printed_answer(snippet):
    ns = snippet("converted/network.py")
    classic = ns["classic"].predict(ns["X"], verbose=0)
    converted = ns["converted"].predict(ns["X"], verbose=0)
    assert (classic.shape, converted.shape) == ((1, 2), (1, 2, 1, 1))
    np.testing.assert_allclose(classic[0], OUTPUT, rtol=1e-6)
    np.testing.assert_allclose(converted[0, :, 0, 0], OUTPUT, rtol=1e-6)


def test_both_networks_agree_with_scipy_on_other_images(snippet):
    ns = snippet("converted/network.py")
    images = np.random.default_rng(1).integers(-9, 9, (8, 1, 5, 7)).astype("float32")
    kernel1, bias1, kernel2, bias2 = ns["weights"]
    for image in images:
        maps = [correlate(image[0], kernel1[:, :, 0, f], "valid") + bias1[f] for f in range(3)]
        expected = [np.sum(maps * kernel2[..., o].transpose(2, 0, 1)) + bias2[o] for o in range(2)]
        for model in (ns["classic"], ns["converted"]):
            output = model.predict_on_batch(image[None]).ravel()
            np.testing.assert_allclose(output, expected, rtol=1e-4, atol=0.1)


def test_every_layer_gives_what_the_notebook_printed(snippet):
    ns = snippet("converted/every_layer.py")
    outputs = ns["model"].predict(ns["X"], verbose=0)
    maps = np.full((3, 5, 5), 0.1) * np.array([1, 2, 3]).reshape(3, 1, 1)
    maps[:, 1, :3] += [[3, 2, 1], [6, 5, 4], [9, 8, 7]]
    np.testing.assert_allclose(outputs["conv1"][0], maps, rtol=1e-5)
    np.testing.assert_allclose(outputs["conv2"][0], np.reshape(OUTPUT, (2, 1, 1)), rtol=1e-6)


def test_shapes_side_by_side_are_the_ones_the_notebook_printed(snippet):
    ns = snippet("converted/weights.py")
    before = [tuple(weight.shape) for weight in ns["classic"].weights]
    after = [tuple(weight.shape) for weight in ns["converted"].weights]
    assert before == [(1, 3, 1, 3), (3,), (75, 2), (2,)]
    assert after == [(1, 3, 1, 3), (3,), (5, 5, 3, 2), (2,)]
    assert sum(map(np.prod, before)) == sum(map(np.prod, after)) == 164


def test_random_images_agree_with_the_loops_of_a_dense_layer(snippet):
    ns = snippet("converted/any_image.py")
    maps = ns["keras"].Model(ns["inputs"], ns["features"]).predict(ns["images"], verbose=0)
    expected = maps.reshape(100, 75) @ ns["W_dense"] + ns["bias"]
    np.testing.assert_allclose(ns["after"][:, 0, 0], expected, atol=1e-5)
    assert ns["before"].std() > 0.1  # outputs that vary: equality says something
    assert ns.out.rstrip().endswith("True")


def test_unit_maps_tell_every_weight_of_both_layers(snippet):
    ns = snippet("converted/every_map.py")
    assert ns.out == "equal with ==: 76 of 76 maps\n"
    for outputs in (ns["a"], ns["b"]):  # the bias, then each row of W_dense on top of it
        np.testing.assert_allclose(outputs[0], ns["bias"])
        np.testing.assert_allclose(outputs[1:], ns["W_dense"] + ns["bias"], rtol=1e-6)
    assert len(np.unique(ns["W_dense"])) == 150  # no two weights could be taken for each other


def test_broadcasting_compares_every_output_with_every_other(snippet):
    ns = snippet("converted/broadcast_trap.py")
    pairs = {abs(a - b) for a in OUTPUT for b in OUTPUT}
    as_they_are, axes_dropped = ns.out.splitlines()
    assert as_they_are.split()[3:] == [f"{max(pairs):.1f}", "(1,", "2,", "1,", "2)"]
    assert axes_dropped.split()[-1] == "0.0"


def test_only_the_centre_of_a_padded_map_is_the_dense_layer(snippet):
    ns = snippet("converted/same_padding.py")
    features, kernel = ns["features"][0], ns["W_dense"].reshape(5, 5, 3, 2)
    padded = np.pad(features, ((2, 2), (2, 2), (0, 0)))
    equal = []
    for r, k in np.ndindex(5, 5):
        window = padded[r : r + 5, k : k + 5]
        cell = [np.sum(window * kernel[..., o]) for o in range(2)]
        np.testing.assert_array_equal(ns["output"][0, r, k], cell)
        equal += [(r, k)] * np.array_equal(cell, ns["dense"][0])
    assert equal == [(2, 2)]
    assert ns.out == "valid: 1 of 1 cells equal\nsame: 1 of 25 cells equal\n"


def test_figure_gives_the_shapes_the_networks_have(snippet):
    drawn, ns = snippet("converted/two_networks.py"), snippet("converted/network.py")
    for name, model in zip(drawn["networks"], ("classic", "converted"), strict=True):
        shapes = [tuple(map(int, box[1].split(","))) for box in drawn["networks"][name]]
        assert shapes == [layer.output.shape[1:] for layer in ns[model].layers]
