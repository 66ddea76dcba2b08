"""What is done with an output map, against explicit loops over crops and pixels."""

import itertools

import numpy as np
import pytest


def crop_scores(model, image, size, stride):
    """The classic network on each crop, one after the other."""
    rows, columns = ((n - size) // stride + 1 for n in image.shape)
    crops = [
        image[r * stride : r * stride + size, c * stride : c * stride + size]
        for r, c in itertools.product(range(rows), range(columns))
    ]
    answers = model.predict(np.array(crops)[..., None], verbose=0)
    return answers.reshape(rows, columns, -1)


@pytest.mark.parametrize("name", ["place", "maxima"])
def test_scores_are_those_of_the_crops(snippet, name):
    values = snippet(f"map/{name}.py")
    expected = crop_scores(values["detector"], values["image"], 12, 2)[:, :, 0]
    np.testing.assert_allclose(values["scores"], expected, atol=1e-4)


def test_the_middle_by_the_receptive_field_is_that_of_the_cross_and_no_other_is(snippet):
    out = dict(
        line.split(": ") for line in snippet("map/place.py").out.splitlines() if ": " in line
    )
    drawn = np.argwhere(snippet("map/place.py")["image"] > 0).mean(axis=0)
    read = {
        k: np.array([float(n) for n in v.strip("[]").replace(",", " ").split()])
        for k, v in out.items()
    }
    right = read.pop("middle of its window")
    assert np.array_equal(read.pop("the middle of the cross"), drawn)
    assert np.array_equal(right, drawn)
    assert len(read) == 3
    for wrong in read.values():
        assert np.abs(wrong - drawn).max() > 1.5


def test_local_maxima_are_the_drawn_crosses(snippet):
    values = snippet("map/maxima.py")
    largest, threshold, peaks = values.out.splitlines()
    assert peaks.endswith("[[6, 8], [14, 50], [40, 30]]")
    assert largest.count("[") == 2  # one place
    assert int(threshold.split(":")[1].split()[0]) > 9
    scores = values["scores"]
    brute = [
        [2 * r, 2 * c]
        for r, c in np.argwhere(scores > 8)
        if scores[r, c] == scores[max(r - 2, 0) : r + 3, max(c - 2, 0) : c + 3].max()
    ]
    assert peaks.endswith(str(brute).replace("np.int64(", "").replace(")", ""))


def test_the_mean_over_the_map_is_the_mean_over_crops_and_not_that_of_the_logits(snippet):
    values = snippet("map/averaged.py")
    expected = crop_scores(values["classic"], values["image"], 8, 2).mean(axis=(0, 1))
    np.testing.assert_allclose(values["scores"].mean(axis=(0, 1)), expected, atol=1e-5)
    assert np.abs(values["wrong"] - expected).max() > 0.05


def test_the_cross_of_twice_the_size_is_found_at_half_size_where_it_was_drawn(snippet):
    values = snippet("map/pyramid.py")
    rows, columns = np.nonzero(values["image"])
    best = max(
        values.out.splitlines()[1:], key=lambda line: float(line.split("score")[1].split(",")[0])
    )
    assert best.startswith("shrunk 2")
    assert best.endswith(
        f"rows {rows.min()} to {rows.max()}, columns {columns.min()} to {columns.max()}"
    )


def test_counts_of_cells_are_found_by_changing_single_pixels(snippet):
    values = snippet("map/uncovered.py")
    side, expected = values["side"], values["seen"]
    for weight in values["converted"].weights:
        weight.assign(np.ones_like(weight))  # each pixel of a window tells, and by 1 or more
    images = np.zeros((side + 1, side, side, 1), "float32")  # the last stays as it is
    for row in range(side):
        images[row, row] = 1
    scores = values["converted"].predict(images, verbose=0)[..., 0]
    counts = (scores[:-1] > scores[-1] + 0.5).any(axis=2).sum(axis=1)
    assert np.array_equal(counts, expected)


def test_the_cross_at_the_end_is_missed_without_a_pad_as_its_crops_say(snippet):
    values = snippet("map/missed.py")
    said = values.out.splitlines()[1:]
    for pad, line in enumerate(said):
        padded = np.pad(values["image"], pad)
        scores = crop_scores(values["detector"], padded, 12, 4)[:, :, 0]
        assert f"score {scores.max():.2f}, rows" in line
        assert line.endswith("found" if 2 * scores.max() > values["best"] else "missed")
    assert [line.split(": ")[-1] for line in said] == ["missed", "found", "found"]


def test_overlay_puts_cells_on_the_crosses_and_stretching_does_not(snippet):
    values = snippet("map/overlay.py")
    hot = np.argwhere(values["scores"] > 8)
    for name, close in (("right", True), ("wrong", False)):
        left, right, bottom, top = values[name]
        tall, wide = (bottom - top) / values["rows"], (right - left) / values["columns"]
        middles = hot * [tall, wide] + [top + tall / 2, left + wide / 2]
        for corner in ((2, 4), (26, 46)):
            middle = np.add(corner, 5.5)
            near = middles[np.abs(middles - middle).max(axis=1) < 8]
            assert (np.abs(near.mean(axis=0) - middle).max() < 0.6) == close
