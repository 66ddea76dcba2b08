"""The explorer's arithmetic, run in a browser, against NumPy's in every cell, and against Keras."""

import gzip
import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
ORDERS = ("H,W,C", "C,H,W")
W = np.arange(150).reshape(75, 2)
KERNELS = {
    "C,H,W": W.T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0),
    "H,W,C": W.reshape(5, 5, 3, 2),
}
BIAS = np.array([0.1, 0.2, 0.3])


def flattened(maps, order):
    """(3, 5, 5) to the vector of 75 that Dense reads, by explicit loops."""
    C, H, W = (range(size) for size in maps.shape)
    if order == "C,H,W":
        return np.array([maps[c, r, k] for c in C for r in H for k in W])
    return np.array([maps[c, r, k] for r in H for k in W for c in C])


def feature_maps(image):
    """First layer by explicit loops: (height, width) to (3, height, width - 2)."""
    filters = np.arange(1, 10).reshape(3, 3)
    maps = np.empty((3, image.shape[0], image.shape[1] - 2))
    for c, r, k in np.ndindex(maps.shape):
        maps[c, r, k] = (image[r, k : k + 3] * filters[c]).sum() + BIAS[c]
    return maps


def images(count, *shape):
    return np.random.default_rng(0).integers(0, 2, (count, *shape))


@pytest.fixture
def network(page):
    """Run an expression in the browser; `network` there is made from the recorded outputs.

    `about(cell, state)` is what the cell's view says about it.
    """
    records = [
        (ROOT / f"snippets/explorer/{name}.txt").read_text("utf-8") for name in ("network", "order")
    ]
    for name in ("widgets", "network"):
        page.add_script_tag(path=ROOT / f"theme/assets/{name}.js")
    page.evaluate(
        """text => {
            window.network = new widgets.network.Network(widgets.read(text))
            const views = widgets.network.views(network)
            window.about = ([view, ...at], state) => views[view].about(state, at)
        }""",
        "\n".join(records),
    )
    return page.evaluate


@pytest.mark.parametrize("shape", [(5, 7), (8, 10)])
def test_both_results_at_every_window_of_several_images(network, shape):
    for image in images(4, *shape):
        maps = feature_maps(image)
        shown = network("image => network.maps(image)", image.tolist())
        np.testing.assert_allclose(shown, maps)
        for y, x in np.ndindex(shape[0] - 4, shape[1] - 6):
            window = maps[:, y : y + 5, x : x + 5]
            for order in ORDERS:
                where = f"(maps, '{order}', {y}, {x})"
                dense = network(f"maps => network.dense{where}", maps.tolist())
                conv = network(f"maps => network.conv{where}", maps.tolist())
                np.testing.assert_allclose(dense, flattened(window, order) @ W + 0.1)
                kernel = KERNELS[order]
                sums = [(window[c, r, k] * kernel[r, k, c]) for c, r, k in np.ndindex(3, 5, 5)]
                np.testing.assert_allclose(conv, np.sum(sums, axis=0) + 0.1)


@pytest.mark.parametrize(("order", "formula"), list(product(ORDERS, ORDERS)))
def test_every_cell_names_its_counterparts(network, order, formula):
    """Weights are all different, so that a value tells where NumPy put it."""
    cells = [("maps", *at) for at in np.ndindex(3, 5, 5)]
    cells += [("weights", *at) for at in np.ndindex(75, 2)]
    cells += [("kernel", *at) for at in np.ndindex(5, 5, 3, 2)]
    image = images(1, 5, 7)[0]
    state = {"image": image.tolist(), "order": order, "formula": formula, "y": 0, "x": 0}
    told = network(
        """([cells, state]) => {
            state.maps = network.maps(state.image)
            return cells.map(cell => about(cell, state))
        }""",
        [cells, state],
    )
    maps = feature_maps(image)
    read_at = flattened(np.arange(75).reshape(3, 5, 5), order)  # flat index -> cell of the map
    kernel, right = KERNELS[formula], KERNELS[order]
    for (view, *at), about in zip(cells, told, strict=True):
        say, kin = about["say"], {tuple(cell) for cell in about["kin"]}
        if view == "kernel":
            i, o = divmod(int(kernel[tuple(at)]), 2)
            r, k, c = at[:3]
            assert (say["i"], say["o"], say["w"]) == (i, o, kernel[tuple(at)])
            assert say["w_right"] == right[tuple(at)] == W[say["j"], o]
            assert ("weights", i, o) in kin
        elif view == "weights":
            i, o = at
            c, r, k = np.unravel_index(read_at[i], (3, 5, 5))
            place = tuple(np.argwhere(kernel == W[i, o])[0])
            assert (say["R"], say["K"], say["C"], say["o"]) == place
            assert ("kernel", *place) in kin
        else:
            c, r, k = at
            i = int(np.flatnonzero(read_at == np.ravel_multi_index(at, (3, 5, 5)))[0])
            assert (say["i"], say["w0"], say["w1"]) == (i, *W[i])
        assert (say["c"], say["r"], say["k"]) == (c, r, k)
        assert ("maps", c, r, k) in kin
        assert {("image", r, k), ("image", r, k + 1), ("image", r, k + 2)} <= kin
        index = say["j"] if view == "kernel" else say["i"]
        if view == "kernel":
            wrong = bool(kernel[r, k, c, 0] != right[r, k, c, 0])
        else:  # what stands at the cell's place is another weight
            wrong = bool(kernel[r, k, c, 0] != W[index, 0])
        assert say["wrong"] == wrong
        assert about["key"] == (f"{view}-wrong" if wrong else view)
        assert eval(say["sum"].replace("×", "*")) == index  # the arithmetic as the sentence says it
        assert eval(say["terms"].replace("×", "*")) == pytest.approx(maps[c, r, k])
    if order == formula:
        assert not any(about["say"]["wrong"] for about in told)
    misplaced = int((right != kernel).sum())
    assert network(f"() => network.misplaced('{order}', '{formula}')") == misplaced


def test_a_pixel_reaches_the_cells_it_changes(network):
    image = images(1, 5, 7)[0]
    maps = feature_maps(image)
    state = {"image": image.tolist(), "order": "C,H,W", "formula": "C,H,W", "y": 0, "x": 0}
    for row, column in np.ndindex(5, 7):
        other = image.copy()
        other[row, column] = 1 - other[row, column]
        changed = {("maps", *map(int, at)) for at in np.argwhere(feature_maps(other) != maps)}
        about = network(
            "([cell, now]) => about(cell, { ...now, maps: network.maps(now.image) })",
            [["image", row, column], state],
        )
        assert {tuple(cell) for cell in about["kin"]} == changed


@pytest.mark.parametrize("shape", [(5, 7), (8, 10)])
def test_results_are_what_keras_gives(network, shape):
    import keras
    from keras import layers

    first = "channels_first"
    inputs = keras.Input((1, *shape))
    maps = layers.Conv2D(3, (1, 3), data_format=first, name="conv1")(inputs)
    outputs = {}
    for order, kept in (("C,H,W", "channels_last"), ("H,W,C", first)):
        outputs[f"conv {order}"] = layers.Conv2D(2, 5, data_format=first, name=f"conv-{kept}")(maps)
        if shape == (5, 7):
            flat = layers.Flatten(data_format=kept)(maps)
            outputs[f"dense {order}"] = layers.Dense(2, name=f"dense-{kept}")(flat)
    model = keras.Model(inputs, outputs)
    model.compile(jit_compile=True)  # without it a CPU may refuse channels_first
    bias = np.array([0.1, 0.1])
    Win = np.arange(1, 10).reshape(3, 1, 1, 3)
    model.get_layer("conv1").set_weights([Win.transpose(2, 3, 1, 0), BIAS])
    for order, kept in (("C,H,W", "channels_last"), ("H,W,C", first)):
        model.get_layer(f"conv-{kept}").set_weights([KERNELS[order], bias])
        if shape == (5, 7):
            model.get_layer(f"dense-{kept}").set_weights([W, bias])
    batch = images(5, *shape)
    predicted = model.predict(batch[:, None].astype("float32"), verbose=0)
    for name, values in predicted.items():
        kind, order = name.split()
        for image, value in zip(batch, values, strict=True):
            for y, x in np.ndindex(*value.shape[1:]) if kind == "conv" else [(0, 0)]:
                shown = network(
                    f"image => network.{kind}(network.maps(image), '{order}', {y}, {x})",
                    image.tolist(),
                )
                expected = value[:, y, x] if kind == "conv" else value
                np.testing.assert_allclose(shown, expected, rtol=1e-5)


def test_tables_are_numpys(snippet):
    """The tables that the page shows and the explorer reads, against the network built here."""
    printed = snippet("explorer/network.py").out.splitlines()
    image = np.zeros((5, 7))
    image[1, 2] = 1
    for c, rows in enumerate(feature_maps(image)):
        at = printed.index(f"feature map, channel {c}")
        shown = [list(map(float, line.split())) for line in printed[at + 1 : at + 6]]
        np.testing.assert_allclose(shown, rows)
    pairings = snippet("explorer/pairings.py").out
    assert "dense [2830.1 2890.1], convolution [5038.1 5098.1]" in pairings
    assert pairings.count("equal: True") == 2


def test_equal_outputs_with_misplaced_weights(snippet):
    """The image of the snippet, by loops; on every image with one pixel the outputs differ."""
    luck = snippet("explorer/luck.py")
    assert (luck["right"] == KERNELS["H,W,C"]).all()
    assert (luck["wrong"] == KERNELS["C,H,W"]).all()
    image = np.zeros((5, 7))
    image[3, [2, 4, 6]] = 1
    answers = [both(image)]
    for pixel in np.ndindex(5, 7):
        image = np.zeros((5, 7))
        image[pixel] = 1
        answers.append(both(image))
    equal = [np.allclose(*answer) for answer in answers]
    assert equal == [True] + 35 * [False]


def both(image):
    """What Dense gives, read H,W,C, and what the kernel made for C,H,W gives."""
    maps = feature_maps(image)
    return [flattened(maps, order) @ W + 0.1 for order in ORDERS]


def test_the_scripts_are_small_and_stand_alone():
    names = ("widgets", "network", "explorer", "stepper")
    sources = [(ROOT / f"theme/assets/{name}.js").read_bytes() for name in names]
    assert sum(len(gzip.compress(source)) for source in sources) <= 12 * 1024
    for source in sources:
        assert source.count(b"\n") <= 300
        assert not re.search(rb"\bimport\b|\brequire\(|https?://", re.sub(rb"//.*", b"", source))


def test_larger_image_is_what_the_loops_give(snippet):
    values = snippet("explorer/larger.py")
    for y, x in np.ndindex(4, 4):
        crop = values["image"][y : y + 5, x : x + 7]
        expected = flattened(feature_maps(crop), "H,W,C") @ W + 0.1
        np.testing.assert_allclose(values["out"][y, x], expected)


def test_cells_with_one_index_in_both_orders(snippet):
    same = [at for at in np.ndindex(3, 5, 5) if len({index_of(at, order) for order in ORDERS}) == 1]
    told = [
        tuple(map(int, re.findall(r"\d+", line)))
        for line in snippet("explorer/same_place.py").out.splitlines()
    ]
    assert told == [(*at, index_of(at, "C,H,W")) for at in same]
    assert [at[-1] for at in told] == [0, 37, 74]  # the first, the middle and the last


def index_of(at, order):
    """Where the cell stands in the vector: its place in a list of all cells, read in that order."""
    sizes = {"C": range(3), "H": range(5), "W": range(5)}
    place = dict(zip("CHW", at, strict=True))
    axes = order.split(",")
    return list(product(*(sizes[axis] for axis in axes))).index(tuple(place[a] for a in axes))
