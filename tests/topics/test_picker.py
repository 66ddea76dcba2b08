"""Every block that the case picker can give, executed; its layers against loops over the map."""

import keras
import pytest

from tests import picker

ORDERS = ("H,W,C", "C,H,W", "W,C,H")
KERAS = picker.KERAS


@pytest.fixture(autouse=True)
def setting():
    """Each block finds Keras' default."""
    keras.config.set_image_data_format("channels_last")
    yield
    keras.config.set_image_data_format("channels_last")
    keras.backend.clear_session()


def axes(case):
    """The map's axes in the order of the vector, slowest first: what each version's source says."""
    tensor = "HWC" if case.map == "channels_last" else "CHW"
    if case.way == "Permute":
        return tensor[1] + tensor[0] + tensor[2]  # Permute((2, 1, 3)), then as it lies
    if "channels_first" in case.way:  # Flatten takes axis 1 for the channels, and moves it last
        return tensor[1:] + tensor[0]
    return tensor


@pytest.mark.parametrize("case", KERAS, ids=lambda case: "-".join(case.choices.values()))
def test_each_block_builds_both_layers_and_converts_right(case):
    for sizes in picker.sizes(case):
        ns, printed = picker.run(picker.block(case, sizes))
        OUT = sizes["OUT"]
        H, W, C = (sizes.get(name, 1) for name in "HWC")
        order = axes(case)
        if "FEATURES" in sizes:
            C, order = sizes["FEATURES"], "HWC"
        given = ns["maps" if "maps" in ns else "cells"]
        assert given.shape == ((8, H, W, C) if case.map == "channels_last" else (8, C, H, W))
        maps = given if case.map == "channels_last" else given.transpose(0, 2, 3, 1)
        channels_first = maps.transpose(0, 3, 1, 2)
        answers = picker.summed(order, channels_first, ns["W_dense"], ns["bias"])
        for row, place in enumerate(picker.places(order, H, W, C)):
            assert (ns["kernel"][place] == ns["W_dense"][row]).all()
        assert ns["W_dense"].shape == (H * W * C, OUT)
        assert (ns["expected"] == answers).all()
        single = (8, 1, 1, OUT) if case.map == "channels_last" else (8, OUT, 1, 1)
        assert ns["converted"].shape == single
        assert (ns["converted"].reshape(8, OUT) == answers).all()
        assert printed == f"kernel ({H}, {W}, {C}, {OUT}) equal\n"
        keras.config.set_image_data_format("channels_last")


@pytest.mark.parametrize("case", [c for c in KERAS if c.way.startswith('Flatten("')])
def test_a_wrong_formula_in_the_block_is_told(case):
    """The block's own check can fail: with the kernel of another order it does."""
    sizes = {"C": 2, "H": 3, "W": 4, "OUT": 5}
    right = picker.block(case, sizes)
    kernels = [
        line for file, choice, line in picker.LINES if file == case.file and choice in ORDERS
    ]
    mine = next(line for line in right.splitlines() if picker.left(line) == "kernel")
    assert mine in kernels
    for other in set(kernels) - {mine}:
        _, printed = picker.run(right.replace(mine, other))
        assert printed.endswith("DIFFERENT\n")
        keras.config.set_image_data_format("channels_last")


def test_every_combination_is_a_case_once():
    """Versions and formats, each with all that can stand before the Dense layer."""
    named = ['Flatten("channels_last")', 'Flatten("channels_first")', "Reshape((-1,))"]
    by_setting = ["Flatten(), set to channels_last", "Flatten(), set to channels_first"]
    others = ["Permute", "Dense"]
    expected = {
        (version, tensor, way)
        for version, first in (("Keras 2.2+", by_setting), ("Keras to 2.1", ["Flatten()"]))
        for tensor in ("channels_last", "channels_first")
        for way in (*first, *named, *others)
    }
    found = [(case.version, case.map, case.way) for case in KERAS]
    assert len(found) == len(expected)
    assert set(found) == expected
    assert {case.version for case in picker.CASES} - {"Keras 2.2+", "Keras to 2.1"} == set(
        picker.ELSEWHERE
    )
    assert len({tuple(case.choices.items()) for case in picker.CASES}) == len(picker.CASES)


def test_old_versions_flatten_as_todays_flatten_told_channels_last():
    """The block says so, and no block for an older version leaves Flatten to the setting."""
    for case in KERAS:
        code = picker.block(case, picker.sizes(case)[0])
        if case.version == "Keras to 2.1":
            assert "Flatten()\n" not in code
            assert "set_image_data_format" not in code
            if case.way in ("Flatten()", "Permute"):
                assert 'Flatten(data_format="channels_last")  # as it did then' in code


@pytest.mark.parametrize(
    ("name", "tensor", "way"),
    [
        ("last_unpermuted", "channels_last", "Flatten(), set to channels_last"),
        ("last_permuted", "channels_last", "Flatten(), set to channels_first"),
        ("first_permuted", "channels_first", "Flatten(), set to channels_first"),
        ("first_unpermuted", "channels_first", 'Flatten("channels_last")'),
        ("any_order", "channels_last", "Permute"),
        ("later_dense", "channels_last", "Dense"),
    ],
)
def test_the_blocks_on_the_page_are_the_pickers(name, tensor, way):
    (case,) = (c for c in picker.CASES if (c.version, c.map, c.way) == ("Keras 2.2+", tensor, way))
    sizes = {"C": 2, "H": 3, "W": 4, "OUT": 5, "FEATURES": 6}
    assert (picker.SNIPPETS / f"cases/{name}.py").read_text("utf-8") == picker.block(case, sizes)
