"""The notebook page prints what the original printed, value for value, in its order."""

import json
import re

import pytest

pytestmark = pytest.mark.xdist_group("site")

# What the original printed, cell by cell, as today's NumPy spaces it. Long arrays by their ends.
ORIGINAL = [
    "X.shape = (1, 1, 5, 7)",
    "[0 0 0 0 0 0 0] [0 0 1 0 0 0 0] [0 0 0 0 0 0 0]",
    "(n_filters, n_channels, k_height, k_width): (3, 1, 1, 3)",
    "[[[[1 2 3]]] [[[4 5 6]]] [[[7 8 9]]]]",
    "(k_height, k_width, n_channels, n_filters): (1, 3, 1, 3)",
    "[[[[1 4 7]] [[2 5 8]] [[3 6 9]]]]",
    "[0.1 0.2 0.3]",
    "[[ 0 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 32 34 36 38 40 42 44 46 48 50 52 54 56 58",
    "136 138 140 142 144 146 148] [ 1 3 5 7 9 11 13 15 17 19",
    "135 137 139 141 143 145 147 149]]",
    "[0.1 0.1]",
    "(1, 3, 1, 3) (3,) (75, 2) (2,)",
    "Number of layers: 4",
    "layer 1 : input shape: (1, 1, 5, 7)",
    "[0. 0. 0. 0. 0. 0. 0.] [0. 0. 1. 0. 0. 0. 0.]",
    "layer 2 : conv1 shape: (1, 3, 5, 5)",
    "[[[[0.1 0.1 0.1 0.1 0.1] [3.1 2.1 1.1 0.1 0.1] [0.1 0.1 0.1 0.1 0.1]",
    "[[0.2 0.2 0.2 0.2 0.2] [6.2 5.2 4.2 0.2 0.2] [0.2 0.2 0.2 0.2 0.2]",
    "[[0.3 0.3 0.3 0.3 0.3] [9.3 8.3 7.3 0.3 0.3] [0.3 0.3 0.3 0.3 0.3]",
    "layer 3 : flat shape: (1, 75)",
    "layer 4 : dense2 shape: (1, 2)",
    "[[5038.1 5098.1]]",
    "input (None, 1, 5, 7) 0 (InputLayer)",  # two lines in a column as wide as a phone has
    "conv1 (Conv2D) (None, 3, 5, 5) 12",
    "flat (Flatten) (None, 75) 0",
    "dense2 (Dense) (None, 2) 152",
    "Total params: 164",
    "Trainable params: 164",
    "Non-trainable params: 0",
    "conv1 (Conv2D) (None, 3, 5, 5) 12",
    "conv2 (Conv2D) (None, 2, 1, 1) 152",
    "Total params: 164",
    "[(1, 3, 1, 3), (3,), (75, 2), (2,)]",
    "[[[[1. 4. 7.]] [[2. 5. 8.]] [[3. 6. 9.]]]]",
    "[[ 0. 1.] [ 2. 3.] [ 4. 5.] [ 6. 7.]",
    "[146. 147.] [148. 149.]]",
    "classic: [(1, 3, 1, 3), (3,), (75, 2), (2,)]",
    "fully convolutional: [(1, 3, 1, 3), (3,), (5, 5, 3, 2), (2,)]",
    "layer 1 : input shape: (1, 1, 5, 7)",
    "layer 2 : conv1 shape: (1, 3, 5, 5)",
    "[3.1 2.1 1.1 0.1 0.1]",
    "[6.2 5.2 4.2 0.2 0.2]",
    "[9.3 8.3 7.3 0.3 0.3]",
    "layer 3 : conv2 shape: (1, 2, 1, 1)",
    "[[[[5038.1]] [[5098.1]]]]",
]


def squeezed(text):
    """Without line breaks, box-drawing characters and runs of spaces."""
    return re.sub(r"\s+", " ", re.sub(r"[\u2500-\u257f]", " ", text))


def test_every_value_of_the_original_is_printed_in_its_order(site):
    book = json.loads((site / "lessons" / "notebook.ipynb").read_text(encoding="utf-8"))
    printed = squeezed(
        " ".join(
            "".join(output["text"]) for cell in book["cells"] for output in cell.get("outputs", ())
        )
    )
    at = 0
    for expected in map(squeezed, ORIGINAL):
        assert expected in printed[at:], (expected, printed[at : at + 300])
        at = printed.index(expected, at) + len(expected)
