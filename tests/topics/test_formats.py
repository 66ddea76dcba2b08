"""Where a value lies in memory, against index arithmetic and NumPy's own."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

sizes = st.integers(1, 6)


@given(sizes, sizes, sizes)
def test_place_in_memory_in_both_formats(C, H, W):
    """The place of a value: its steps along each axis, added up."""
    first = np.arange(C * H * W, dtype="uint8").reshape(C, H, W)
    last = first.transpose(1, 2, 0).copy()
    for c, r, k in np.ndindex(C, H, W):
        assert first.ravel()[c * H * W + r * W + k] == first[c, r, k]
        assert last.ravel()[r * W * C + k * C + c] == first[c, r, k]
        assert np.ravel_multi_index((c, r, k), (C, H, W)) == c * H * W + r * W + k


def test_page_shows_each_value_at_its_place(snippet):
    ns = snippet("formats/two_formats.py")
    for c, r, k in np.ndindex(2, 2, 3):
        label = f"{'ab'[c]}{r}{k}"
        assert ns["channels_first"][c, r, k] == ns["channels_last"][r, k, c] == label


def test_steps_on_the_page_reach_each_value(snippet):
    ns = snippet("formats/memory_order.py")
    for name in ("channels_first", "view", "channels_last"):
        image = ns[name]
        memory = (image if image.base is None else ns["channels_first"]).ravel()
        steps = np.array(image.strides) // image.itemsize
        for index in np.ndindex(image.shape):
            assert memory[steps @ index] == image[index]


def test_last_axis_of_each_format_holds_neighbours(snippet):
    ns, (C, H, W) = snippet("formats/memory_order.py"), (2, 2, 3)
    expected = {"channels_first": [H * W, W, 1], "channels_last": [W * C, C, 1]}
    for name, steps in expected.items():
        assert f"{name} {ns[name].shape}\n  steps: {steps}\n" in ns.out


def test_reshape_keeps_the_memory_and_transpose_the_image(snippet):
    ns = snippet("formats/reshape_scrambles.py")
    first, right, wrong = ns["channels_first"], ns["right"], ns["wrong"]
    assert right.shape == wrong.shape
    assert (wrong.ravel() == first.ravel()).all()
    in_place = sum(wrong[r, k, c] == first[c, r, k] for c, r, k in np.ndindex(first.shape))
    assert f"{in_place} of {first.size}" in ns.out


def test_keras_takes_the_argument_before_the_setting(snippet):
    lines = snippet("formats/keras_is_told.py").out.splitlines()
    assert [line.split()[-1] for line in lines[:3]] == [
        "channels_last",
        "channels_first",
        "channels_last",
    ]


def test_wrong_format_changes_the_number_of_parameters(snippet):
    out = snippet("formats/forgotten_argument.py").out
    right, wrong = (3 * 1 * (1 * 3) + 3, 3 * 7 * (1 * 3) + 3)  # filters × channels × area + biases
    assert f"parameters: {right}" in out.split("channels_last")[0]
    assert f"parameters: {wrong}" in out.split("channels_last")[1]
