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


def test_sweeps_equal_cropping(snippet):
    for name in ("everywhere", "page"):
        ns = snippet(f"digits/{name}.py")
        np.testing.assert_allclose(ns["scores"], each_window(ns["classic"], ns["page"]), atol=1e-9)


def test_everywhere_counts(snippet):
    ns = snippet("digits/everywhere.py")
    data = load_digits()
    page = np.zeros((48, 112))
    for i, image in enumerate(data.images[1300:1321]):
        page[4 + 16 * (i // 7) :, 4 + 16 * (i % 7) :][:8, :8] = image / 16
    assert (page == ns["page"]).all()
    z = ns["classic"].predict(data.images[1300:, ..., None] / 16, verbose=0)
    scores = each_window(ns["classic"], page)
    sure = scores.max(-1)
    empty = [(r, c) for r, c in np.ndindex(sure.shape) if not page[r : r + 8, c : c + 8].any()]
    numbers = [line.rsplit(" ", 1)[1] for line in ns.out.splitlines()[3:6]]
    assert f"{(z.argmax(1) == data.target[1300:]).sum()} of 497" in ns.out
    assert numbers == [
        str((sure > 0.5).sum()),
        str((sure > 0.9).sum()),
        str(len(local_maxima(sure, 4, 0.5))),
    ]
    r, c = empty[0]
    assert f"{len(empty)} empty windows: a {scores[r, c].argmax()}, {sure[r, c]:.0%}" in ns.out


def test_page_is_made_of_digits_it_never_saw(snippet):
    """Each place holds a digit of the last 497 and of the class that `truth` says."""
    ns = snippet("digits/page.py")
    data, page, truth = load_digits(), ns["page"], ns["truth"]
    inner = data.images[:, 1:-1, 1:-1] / 16  # neighbours may share a border
    for r, c in np.argwhere(truth < 10):
        window = page[r + 1 : r + 7, c + 1 : c + 7]
        same = np.flatnonzero((inner == window).all((1, 2)))
        assert len(same) == 1
        assert same[0] >= 1300
        assert data.target[same[0]] == truth[r, c]


def test_page_counts(snippet):
    ns = snippet("digits/page.py")
    truth, scores = ns["truth"], each_window(ns["classic"], ns["page"])
    peaks = local_maxima(1 - scores[..., 10], 4, 0.5)
    read = {peak: int(scores[peak][:10].argmax()) for peak in peaks}
    found = right = 0
    failures = []
    for r, c in np.argwhere(truth < 10):
        near = [p for p in peaks if abs(p[0] - r) <= 1 and abs(p[1] - c) <= 1]
        found += bool(near)
        right += bool(near) and read[near[0]] == truth[r, c]
        if not near:
            failures.append(f"a {truth[r, c]} at ({r}, {c}): missed")
        elif read[near[0]] != truth[r, c]:
            failures.append(f"a {truth[r, c]} at ({r}, {c}): read as {read[near[0]]}")
    places = np.argwhere(truth < 10)
    false = sum(all(np.abs(places - p).max(1) > 1) for p in peaks)
    lines = ns.out.splitlines()
    assert [int(line.split()[-1]) for line in lines[:4]] == [len(places), found, right, false]
    assert [line.strip() for line in lines[4:]] == failures
    assert found > 0.8 * len(places)
    assert right > 0.8 * found
    assert false < 0.1 * len(places)


def test_the_background_class_is_what_cures(snippet):
    """The cured network on the page of the ill one: next to no maxima off the digits."""
    ill, cured = snippet("digits/everywhere.py"), snippet("digits/page.py")
    scores = each_window(cured["classic"], ill["page"])
    some = 1 - scores[..., 10]
    on_digit = [(r, c) for r in (4, 20, 36) for c in range(4, 112, 16)]
    off = [
        peak
        for peak in local_maxima(some, 4, 0.5)
        if np.abs(np.subtract(on_digit, peak)).max(1).min() > 1
    ]
    assert (some > 0.5).mean() < 0.1 < (ill["sure"] > 0.5).mean()
    assert len(off) < 3
    assert keras.config.floatx() == "float32"
