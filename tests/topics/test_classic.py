"""The classic network, against loops and the values the original notebook printed."""

import numpy as np

ROWS = [  # row 1 of each feature map, as printed in 2017
    [3.1, 2.1, 1.1, 0.1, 0.1],
    [6.2, 5.2, 4.2, 0.2, 0.2],
    [9.3, 8.3, 7.3, 0.3, 0.3],
]
OUTPUT = [5038.1, 5098.1]


def printed_maps():
    """The three feature maps the original notebook printed, (3, 5, 5)."""
    maps = np.full((3, 5, 5), 0.1) * np.array([1, 2, 3]).reshape(3, 1, 1)
    maps[:, 1] = ROWS
    return maps


def test_data_is_the_notebooks(snippet):
    ns = snippet("classic/data.py")
    image = np.zeros((5, 7))
    image[1, 2] = 1
    assert (ns["X"] == image.reshape(1, 1, 5, 7)).all()
    assert ns["W_dense"].T[:, :5].tolist() == [[0, 2, 4, 6, 8], [1, 3, 5, 7, 9]]
    assert ns["W_dense"][74].tolist() == [148, 149]
    np.testing.assert_allclose(ns["bias_conv"], [0.1, 0.2, 0.3])
    np.testing.assert_allclose(ns["bias_dense"], [0.1, 0.1])


def test_every_layer_gives_what_the_notebook_printed(snippet):
    ns = snippet("classic/every_layer.py")
    outputs = ns["model"].predict(ns["X"], verbose=0)
    np.testing.assert_allclose(outputs["conv1"][0], printed_maps(), rtol=1e-5)
    np.testing.assert_allclose(outputs["flat"][0], printed_maps().reshape(75), rtol=1e-5)
    np.testing.assert_allclose(outputs["dense2"][0], OUTPUT, rtol=1e-6)


def test_numpy_gives_the_same_and_the_parts_add_up(snippet):
    ns = snippet("classic/by_hand.py")
    np.testing.assert_allclose(ns["conv1"], printed_maps())
    total = [0.0, 0.0]
    for c, r, k in np.ndindex(3, 5, 5):  # the Dense layer as loops
        for out in range(2):
            total[out] += printed_maps()[c, r, k] * (2 * (25 * c + 5 * r + k) + out)
    np.testing.assert_allclose(np.array(total) + 0.1, OUTPUT)
    assert "[5038.1 5098.1]" in ns.out


def test_summary_counts_what_arithmetic_counts(snippet):
    ns = snippet("classic/network.py")
    conv, dense = 3 * (1 * 1 * 3) + 3, 2 * 75 + 2
    counts = [layer.count_params() for layer in ns["model"].layers]
    assert counts == [0, conv, 0, dense]
    assert f"Total params: {conv + dense}" in ns.out
    shapes = [layer.output.shape[1:] for layer in ns["model"].layers]
    assert shapes == [(1, 5, 7), (3, 5, 5), (75,), (2,)]


def test_refusal_names_both_shapes(snippet):
    out = snippet("classic/wrong_shape.py").out
    said = " ".join(out.split())
    assert "(1, 3, 1, 3)" in said
    assert "(3, 1, 1, 3)" in said


def test_figure_draws_the_printed_maps(snippet):
    ns = snippet("classic/feature_maps.py")
    for ax, values in zip(list(ns["axes"].flat)[1:], printed_maps(), strict=True):
        drawn = [float(text.get_text()) for text in ax.texts]
        np.testing.assert_allclose(drawn, values.ravel())


def test_the_next_float32_is_one_gap_away(snippet):
    """Answers from 4096 to 8192 have 23 bits after the first: steps of 2 to the power 12 - 23."""
    lines = snippet("classic/float32.py").out.splitlines()
    for answer, line in zip(OUTPUT, lines, strict=True):
        stored, after, close = line.split()
        assert float(np.float32(after)) - float(np.float32(stored)) == 2.0 ** (12 - 23)
        assert float(stored) == answer
        assert close == "True"


def test_a_swap_goes_unnoticed_where_two_values_of_the_map_are_equal(snippet):
    """A swap of rows i and j adds (j - i)(x[i] - x[j]) twice: nothing, if the values are equal."""
    values = printed_maps().reshape(75).round(1).tolist()
    alike = sum(values[i] == values[j] for i in range(75) for j in range(i))
    lines = snippet("classic/swaps.py").out.splitlines()
    pairs = 75 * 74 // 2
    background = [values[25 * c : 25 * c + 25].count(round(0.1 * (c + 1), 1)) for c in range(3)]
    assert background == [22, 22, 22]
    assert lines == [
        "one bright pixel",
        "  bias alone: [22 22 22] of 25 values",
        f"  {alike} of {pairs} swaps change no output",
        "random pixels",
        "  bias alone: [0 0 0] of 25 values",
        f"  0 of {pairs} swaps change no output",
    ]
