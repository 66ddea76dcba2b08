"""Masks: the upsampling against Pillow and sums by hand, the measure against sets of pixels."""

import re

import keras
import numpy as np
import pytest
from PIL import Image

from tests.values import SNIPPETS

TRAIN = SNIPPETS / "mask/train.py"


@pytest.fixture(scope="module")
def first_run(snippet, tmp_path_factory):
    """The first of the snippet's three runs, and its values."""
    source = TRAIN.read_text(encoding="utf-8")
    assert source.count("range(3)") == 1
    path = tmp_path_factory.mktemp("first") / "train.py"
    path.write_text(source.replace("range(3)", "range(1)"), encoding="utf-8")
    return snippet(path)


def test_bilinear_weights_give_what_another_library_resizes_to_inside(snippet):
    values = snippet("mask/bilinear.py")
    scores, ours = values["scores"][0, :, :, 0], values["ours"][0, :, :, 0]
    height, width = (4 * n for n in scores.shape)
    picture = Image.fromarray(scores.astype("float32"))
    theirs = np.asarray(picture.resize((width, height), Image.BILINEAR))
    np.testing.assert_allclose(ours[2:-2, 2:-2], theirs[2:-2, 2:-2], atol=1e-5)
    assert np.abs(ours - theirs)[0].max() > 0.01
    np.testing.assert_allclose(values["cut"][0, :, :, 0], theirs, atol=1e-5)


def test_only_even_factors_give_bilinear_resizing():
    scores = np.random.default_rng(0).normal(size=(1, 5, 6, 1)).astype("float32")
    for factor in (2, 3, 6):
        one = 1 - np.abs(np.arange(2 * factor) - (2 * factor - 1) / 2) / factor
        upsample = keras.layers.Conv2DTranspose(1, 2 * factor, factor, "same", use_bias=False)
        upsample.build(scores.shape)
        upsample.set_weights([np.outer(one, one)[:, :, None, None]])
        ours = keras.ops.convert_to_numpy(upsample(scores))[0, :, :, 0]
        picture = Image.fromarray(scores[0, :, :, 0])
        theirs = np.asarray(picture.resize((6 * factor, 5 * factor), Image.BILINEAR))
        inside = np.s_[factor:-factor, factor:-factor]
        assert np.allclose(ours[inside], theirs[inside], atol=1e-5) == (factor % 2 == 0)


def test_a_transposed_convolution_adds_up_kernels(snippet):
    values = snippet("mask/bilinear.py")
    scores, kernel = values["scores"][0], values["kernel"]
    expected = np.zeros((4 * 5 + 4, 4 * 6 + 4, 3))
    for row, column in np.ndindex(5, 6):
        for channel in range(3):
            window = np.s_[4 * row : 4 * row + 8, 4 * column : 4 * column + 8, channel]
            expected[window] += scores[row, column, channel] * kernel[:, :, channel, channel]
    np.testing.assert_allclose(values["ours"][0], expected[2:-2, 2:-2], atol=1e-5)


def test_upsampled_values_lie_six_pixels_in(snippet):
    values = snippet("mask/aligned.py")
    assert values["first"] == 6
    assert values.out.rstrip().endswith("True")
    windows = [range(4 * cell, 4 * cell + 16) for cell in range(values["cells"])]
    assert [np.mean(window) for window in windows] == values["middles"].tolist()


def test_masks_name_the_ink_of_each_digit_and_the_later_one_lies_on_top(first_run):
    values = first_run
    page, mask = values["pages"](20, np.random.default_rng(0), np.arange(700))
    rng = np.random.default_rng(0)
    which = rng.choice(np.arange(700), 100)
    expected = np.zeros((20, 48, 48), int)
    for turn, n in enumerate(which):
        row, column = rng.integers(0, 33, 2)
        for r, c in np.argwhere(values["images"][n] > 0.3):
            expected[turn // 5, row + r, column + c] = values["digits"][n] + 1
    assert (mask == expected[:, 6:42, 6:42]).all()
    assert (page[:, 6:42, 6:42, 0][mask > 0] > 0.3).all()


def test_skips_improve_the_masks_in_each_run_and_the_measure_is_that_of_sets(first_run):
    values = first_run
    recorded = TRAIN.with_suffix(".txt").read_text(encoding="utf-8")
    assert recorded.startswith(values.out)
    results = re.findall(r"seed (\d), skips (\w+): ([\d.]+)", recorded)
    without = [float(r) for _, skips, r in results if skips == "False"]
    with_skips = [float(r) for _, skips, r in results if skips == "True"]
    assert len(without) == len(with_skips) == 3
    assert all(b > a for a, b in zip(without, with_skips, strict=True))
    assert values["classic"].input_shape == (None, 16, 16, 1)
    page, mask = values["page"], values["mask"]
    guess = np.array(values["model"].predict(page, verbose=0)).argmax(axis=-1)
    assert (values["panels"]["with skips"] == guess[0]).all()
    assert (values["panels"]["truth"] == mask[0]).all()
    parts = []
    for k in range(5):
        one = set(map(tuple, np.argwhere(guess == k)))
        other = set(map(tuple, np.argwhere(mask == k)))
        parts.append(len(one & other) / len(one | other))
    assert np.isclose(np.mean(parts), values["result"])
