"""What Flatten reads when, against index arithmetic and the two sums it leads to."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

sizes = st.integers(1, 4)


def places(tensor_format, flatten_format, C, H, W):
    """(channel, row, column) in the order in which today's Flatten should read them."""
    if tensor_format == "channels_last" and flatten_format == "channels_first":
        return [(c, r, k) for k in range(W) for c in range(C) for r in range(H)]
    if tensor_format == "channels_first" and flatten_format == "channels_last":
        return [(c, r, k) for c in range(C) for r in range(H) for k in range(W)]
    return [(c, r, k) for r in range(H) for k in range(W) for c in range(C)]


def test_page_lists_the_order_of_each_pair(snippet):
    lines = snippet("flatten/two_orders.py").out.splitlines()
    formats = ("channels_last", "channels_first")
    pairs = [(tensor, flatten) for tensor in formats for flatten in formats]
    orders = ["H,W,C", "W,C,H", "C,H,W", "H,W,C"]
    for number, (pair, order) in enumerate(zip(pairs, orders, strict=True)):
        title, told, *halves = lines[4 * number : 4 * number + 4]
        assert title == f"{pair[0]} map"
        assert told == f"Flatten({pair[1]!r}): {order}"
        labels = [f"{'ab'[c]}{r}{k}" for c, r, k in places(*pair, 2, 2, 3)]
        assert " ".join(halves).split() == labels


@settings(max_examples=20)
@given(st.sampled_from(["first", "last"]), st.sampled_from(["first", "last"]), sizes, sizes, sizes)
def test_keras_flattens_maps_of_any_size_in_that_order(tensor, flatten, C, H, W):
    import keras

    values = np.arange(C * H * W).reshape(C, H, W)
    batch = values[None] if tensor == "first" else values.transpose(1, 2, 0)[None]
    flat = keras.layers.Flatten(data_format=f"channels_{flatten}")(batch)
    order = places(f"channels_{tensor}", f"channels_{flatten}", C, H, W)
    assert np.asarray(flat)[0].tolist() == [values[place] for place in order]


def test_the_setting_decides_and_not_the_layer_before(snippet):
    out = snippet("flatten/who_decides.py").out.splitlines()
    assert [line.split()[-1] for line in out if "Flatten" in line] == [
        "channels_last",
        "channels_first",
    ]
    assert all(line.endswith("channels_first") for line in out if "Conv2D" in line)
    assert out[-1] == "their summaries are alike: True"


def test_a_wrong_order_loads_and_agrees_nowhere(snippet):
    ns = snippet("flatten/silent.py")
    W_dense, bias = ns["classic"].get_weights()
    expected = ns["maps"].reshape(100, 60) @ W_dense + bias
    np.testing.assert_allclose(ns["wanted"], expected, atol=1e-4)
    right, straight, wrong, turned = ns.out.splitlines()
    assert right == "equal on 100 of 100 maps, shape (4, 5, 3, 2)"
    assert wrong == "equal on 0 of 100 maps, shape (4, 5, 3, 2)"
    assert (straight.split(".")[1], turned.split(".")[1]) == ("reshape(H, W, C, out)", "T")


def test_tf_keras_is_keras(snippet):
    assert [line.split()[-1] for line in snippet("flatten/tf_keras.py").out.splitlines()] == [
        "True",
        "True",
    ]


def test_code_of_2017_parts_from_itself(snippet):
    """The two answers, from sums over the map written as loops."""
    by_channel, by_pixel = np.zeros(2), np.zeros(2)
    for c, r, k in np.ndindex(3, 5, 5):
        value = 0.1 * (c + 1) + ((3 * c + 3 - k) if r == 1 and k < 3 else 0)
        by_channel += value * (2 * (c * 25 + r * 5 + k) + np.arange(2))
        by_pixel += value * (2 * ((r * 5 + k) * 3 + c) + np.arange(2))
    np.testing.assert_allclose(by_channel + 0.1, [5038.1, 5098.1])  # printed in 2017, twice
    np.testing.assert_allclose(by_pixel + 0.1, [2830.1, 2890.1])
    ns = snippet("flatten/original_code.py")
    for model, expected in (("model_A", by_pixel), ("model_B", by_channel)):
        output = ns[model].predict(ns["X"], verbose=0).ravel()
        np.testing.assert_allclose(output, expected + 0.1, rtol=1e-6)


def test_each_order_goes_with_one_mapping(snippet):
    out = snippet("flatten/which_mapping.py").out
    lines = [line for line in out.splitlines() if "reshape" in line]
    verdicts = [line.strip().partition(":")[0] for line in lines]
    assert verdicts == ["equal", "DIFFERENT", "DIFFERENT", "equal"]


def test_figure_numbers_the_places_in_reading_order(snippet):
    ns = snippet("flatten/reading_order.py")
    by_channel = places("channels_first", "channels_last", 2, 2, 3)
    by_pixel = places("channels_first", "channels_first", 2, 2, 3)
    for name, order in (("by_channel", by_channel), ("by_pixel", by_pixel)):
        assert [int(ns[name][place]) for place in order] == list(range(12))
