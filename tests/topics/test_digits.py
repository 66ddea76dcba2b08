"""The page of digits: equality with crops, and every printed count from the arrays again."""

import keras
import numpy as np
from sklearn.datasets import load_digits


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def each_window(classic, page):
    """The classic network on every 8 x 8 window, cut one by one."""
    shape = (page.shape[0] - 7, page.shape[1] - 7)
    windows = np.stack([page[r : r + 8, c : c + 8, None] for r, c in np.ndindex(shape)])
    return softmax(classic.predict(windows, batch_size=1024, verbose=0)).reshape(*shape, -1)


def local_maxima(x, reach, above):
    return [
        (r, c)
        for (r, c), value in np.ndenumerate(x)
        if value > above
        and value == x[max(r - reach, 0) : r + reach + 1, max(c - reach, 0) : c + reach + 1].max()
    ]


def away(a, b):
    return max(abs(int(a[0]) - int(b[0])), abs(int(a[1]) - int(b[1])))


def counts(peaks, places):
    """Digits with a maximum at most a pixel away, and maxima with no digit so near."""
    found = sum(any(away(p, k) <= 1 for k in peaks) for p in places)
    return found, sum(all(away(p, k) > 1 for p in places) for k in peaks)


def test_scans_equal_cropping(snippet):
    for name in ("everywhere", "find"):
        ns = snippet(f"digits/{name}.py")
        np.testing.assert_allclose(ns["scores"], each_window(ns["classic"], ns["page"]), atol=1e-9)


def test_both_networks_scan_the_same_page(snippet):
    ill, cured = snippet("digits/everywhere.py"), snippet("digits/find.py")
    assert (ill["page"] == cured["page"]).all()
    assert {tuple(map(int, p)) for p in ill["places"]} == set(map(tuple, cured["places"].tolist()))


def test_everywhere_counts(snippet):
    ns = snippet("digits/everywhere.py")
    data, page = load_digits(), ns["page"]
    z = ns["classic"].predict(data.images[1300:, ..., None] / 16, verbose=0)
    right = (z.argmax(1) == data.target[1300:]).sum()
    assert ns.out.startswith(f"single digits read correctly: {right} of 497\n")
    scores = each_window(ns["classic"], page)
    sure = scores.max(-1)
    peaks = local_maxima(sure, 4, 0.5)
    found, false = counts(peaks, ns["places"])
    lines = ns.out.splitlines()
    assert lines[2:7] == [
        f"cells {41 * 113}, more than 90 % sure {sum(value > 0.9 for value in sure.flat)}",
        f"digits on the page {len(ns['places'])}",
        f"local maxima {len(peaks)}",
        f"digits found, to 1 pixel {found}",
        f"maxima where no digit is {false}",
    ]
    on, beside = [], []
    for peak in peaks:
        (on if any(away(p, peak) <= 1 for p in ns["places"]) else beside).append(sure[peak])
    for line, values in zip(lines[8:10], (on, beside), strict=True):
        printed = [float(n) for n in line.split()[-3:]]
        np.testing.assert_allclose(
            printed, [min(values), np.median(values), max(values)], atol=5e-4
        )
    assert np.median(beside) > min(on)  # so no threshold parts them
    empty = [(r, c) for r, c in np.ndindex(sure.shape) if not page[r : r + 8, c : c + 8].any()]
    r, c = empty[0]
    assert (
        lines[-1] == f"{len(empty)} empty windows: a {scores[r, c].argmax()}, {sure[r, c]:.0%} sure"
    )


def test_page_is_made_of_digits_it_never_saw(snippet):
    """Each place holds a digit of the last 497 and of the class that `truth` says."""
    ns = snippet("digits/find.py")
    data, page, truth = load_digits(), ns["page"], ns["truth"]
    inner = data.images[:, 1:-1, 1:-1] / 16  # neighbours may share a border
    for r, c in np.argwhere(truth < 10):
        window = page[r + 1 : r + 7, c + 1 : c + 7]
        same = np.flatnonzero((inner == window).all((1, 2)))
        assert len(same) == 1
        assert same[0] >= 1300
        assert data.target[same[0]] == truth[r, c]


def test_page_counts(snippet):
    ns = snippet("digits/find.py")
    truth, scores = ns["truth"], each_window(ns["classic"], ns["page"])
    peaks = local_maxima(1 - scores[..., 10], 4, 0.5)
    places = [tuple(p) for p in np.argwhere(truth < 10)]
    found, false = counts(peaks, places)
    assert ns.out.splitlines() == [
        "cells equal crops: True",
        f"digits on the page {len(places)}",
        f"local maxima {len(peaks)}",
        f"digits found, to 1 pixel {found}",
        f"digits found, exactly {len(set(places) & set(peaks))}",
        f"maxima where no digit is {false}",
    ]
    assert found > 0.8 * len(places)
    assert false < 0.1 * len(places)


def test_the_figure_reads_what_was_found_and_counts_it(snippet):
    find, ns = snippet("digits/find.py"), snippet("digits/read.py")
    for name in ("finds", "truth", "scores"):
        assert (ns[name] == find[name]).all()
    truth, scores = ns["truth"], ns["scores"]
    peaks = [tuple(map(int, peak)) for peak in ns["finds"]]
    read = {peak: int(scores[peak][:10].argmax()) for peak in peaks}
    places = [tuple(map(int, p)) for p in np.argwhere(truth < 10)]
    near = {p: min(peaks, key=lambda peak: away(p, peak)) for p in places}
    right = [p for p in places if away(p, near[p]) <= 1 and read[near[p]] == truth[p]]
    touching = [p for p in places if any(away(p, q) <= 8 for q in places if p != q)]
    both = len(set(right) & set(touching))
    missed = [p for p in places if away(p, near[p]) > 1]
    sure = {(r, c): 1 - scores[r, c, 10] for r, c in np.ndindex(truth.shape)}
    beside = sum(any(sure[q] > sure[p] for q in sure if away(p, q) <= 4) for p in missed)
    assert ns.out.splitlines() == [
        f"read correctly {len(right)} of {len(places)}",
        f"  touching another: {both} of {len(touching)}",
        f"  the others: {len(right) - both} of {len(places) - len(touching)}",
        f"missed {len(missed)}, beside a surer cell: {beside}",
    ]
    assert len(right) > 0.8 * (len(places) - len(missed))
    assert beside > len(missed) / 2
    written = [text.get_text() for text in ns["axes"]["P"].texts]
    assert written == [str(read[peak]) for peak in peaks]


def test_windows_to_learn_from_are_those_of_the_training(snippet):
    ns, find = snippet("digits/windows.py"), snippet("digits/find.py")
    assert (ns["x"] == find["x"][..., 0]).all()
    assert (ns["y"] == find["y"]).all()
    known = {image.tobytes() for image in load_digits().images[:1300, 1:-1, 1:-1] / 16}
    with_digit = ns["x"][ns["y"] < 10][:, 1:-1, 1:-1]  # neighbours may share a border
    assert all(np.ascontiguousarray(window).tobytes() in known for window in with_digit)
    blank = ns["x"][ns["y"] == 10].max(axis=(1, 2)) == 0
    assert 0 < blank.mean() < 1  # empty places, and others
    for k in range(10):
        assert f"  {k}: {sum(ns['y'] == k)}\n" in ns.out


def test_the_background_class_is_what_cures(snippet):
    """On the same page: more digits found, next to no maxima where none is."""
    found = {}
    for name, score in (("everywhere", lambda s: s.max(-1)), ("find", lambda s: 1 - s[..., 10])):
        ns = snippet(f"digits/{name}.py")
        peaks = local_maxima(score(each_window(ns["classic"], ns["page"])), 4, 0.5)
        found[name] = counts(peaks, ns["places"])
    assert found["find"][0] > found["everywhere"][0]
    assert found["find"][1] < 3 < found["everywhere"][1]
    assert keras.config.floatx() == "float32"
