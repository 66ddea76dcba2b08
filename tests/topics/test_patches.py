"""The figure of a patch embedding, against single pixels and SciPy's correlation."""

import numpy as np
from scipy.signal import correlate


def test_both_ways_give_the_correlation_at_every_second_pixel(snippet):
    ns = snippet("patches/two_ways.py")
    image, weight = ns["image"], ns["weight"]
    expected = correlate(image, [weight[:2], weight[2:]], "valid")[::2, ::2]
    assert ns["output_map"].tolist() == expected.tolist()
    assert ns["tokens"].tolist() == expected.ravel().tolist()
    drawn = [int(text.get_text()) for text in ns["ax"].texts if text.get_text().isdigit()]
    assert drawn[52:58] == drawn[62:] == expected.ravel().tolist()


def test_a_patch_is_its_four_pixels_and_has_one_colour_wherever_it_is_drawn(snippet):
    ns = snippet("patches/two_ways.py")
    squares = [square.get_facecolor() for square in ns["ax"].patches]
    image, rows, tokens = squares[:24], squares[24:48], squares[52:58]
    assert len(set(tokens)) == 6
    assert squares[62:68] == tokens
    for number, i, j in np.ndindex(6, 2, 2):
        row, column = 2 * (number // 3) + i, 2 * (number % 3) + j
        assert ns["patches"][number, 2 * i + j] == ns["image"][row, column]
        assert image[6 * row + column] == rows[4 * number + 2 * i + j] == tokens[number]
