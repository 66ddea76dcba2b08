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
    right = (z.argmax(1) == data.target[1300:]).sum()
    assert ns.out.startswith(f"single digits read rightly: {right} of 497\n")
    scores = each_window(ns["classic"], page)
    sure = scores.max(-1)
    empty = [(r, c) for r, c in np.ndindex(sure.shape) if not page[r : r + 8, c : c + 8].any()]
    on_digit = [(r, c) for r in (4, 20, 36) for c in range(4, 112, 16)]
    peaks = local_maxima(sure, 4, 0.5)
    assert ns.out.splitlines()[2:6] == [
        f"cells {41 * 105}, on a digit 21",
        f"more than 50 % sure {sum(value > 0.5 for value in sure.flat)}",
        f"more than 90 % sure {sum(value > 0.9 for value in sure.flat)}",
        f"local maxima {len(peaks)}, on a digit {len(set(peaks) & set(on_digit))}",
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
    places = [tuple(p) for p in np.argwhere(truth < 10)]

    def away(a, b):
        return max(abs(int(a[0]) - int(b[0])), abs(int(a[1]) - int(b[1])))

    near = {p: min(peaks, key=lambda peak: away(p, peak)) for p in places}
    distance = [away(p, near[p]) for p in places]
    right = [p for p in places if away(p, near[p]) <= 1 and read[near[p]] == truth[p]]
    touching = [p for p in places if any(away(p, q) <= 8 for q in places if p != q)]
    both = len(set(right) & set(touching))
    found, false = (
        sum(d <= 1 for d in distance),
        sum(min(away(p, k) for p in places) > 1 for k in peaks),
    )
    assert ns.out.splitlines() == [
        f"digits on the page {len(places)}",
        f"found within 1 pixel {found} exactly {sum(d == 0 for d in distance)}",
        f"read rightly {len(right)}",
        f"  of those that touch another {both} of {len(touching)}",
        f"  of the others {len(right) - both} of {len(places) - len(touching)}",
        f"found where no digit is {false}",
    ]
    assert found > 0.8 * len(places)
    assert len(right) > 0.8 * found
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
