"""What holds on every page: light and wide, dark and on a phone; translated, in one of these."""

import re

import pytest

from tests.browser.conftest import TRANSLATED, again
from tools.browser import SCHEMES, WIDTHS

pytestmark = pytest.mark.xdist_group("visits")  # one walk, in one of pytest's processes

MOST_TEXT = 100_000  # bytes, gzipped
MOST_REQUESTS = 12
MOST_SHIFT = 0.01


def test_no_accessibility_rule_is_broken(visits):
    """axe-core's rules for WCAG 2.2, levels A and AA."""
    for which in {visit.page.startswith(TRANSLATED) for visit in visits}:
        some = [v for v in visits if v.page.startswith(TRANSLATED) == which]
        assert {visit.scheme for visit in some} == set(SCHEMES)
        assert {visit.width for visit in some} == set(WIDTHS)
    broken = [f"{visit}: {violation}" for visit in visits for violation in visit.violations]
    assert not broken, "\n".join(sorted(set(broken)))


def test_code_is_readable_in_every_colour(visits):
    """WCAG 1.4.3: a contrast of 4.5 between each colour of a token and the ground of its block."""
    pairs = {pair for visit in visits for pair in visit.colours}
    assert len(pairs) >= 8  # several colours, two schemes
    faint = {pair: round(contrast(pair), 2) for pair in pairs if contrast(pair) < 4.5}
    assert not faint


def contrast(pair):
    """Contrast ratio of "rgb(r, g, b) on rgb(r, g, b)", as WCAG defines it."""
    lights = []
    for colour in pair.split(" on "):
        levels = [
            int(level) / 255
            for level in re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", colour).groups()
        ]
        r, g, b = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in levels)
        lights.append(0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)
    return max(lights) / min(lights)


def test_no_request_leaves_the_site(visits, server):
    outside = [f"{v}: {url}" for v in visits for url in v.requests if not _own(url, server)]
    assert all(visit.requests for visit in visits)
    assert not outside, "\n".join(outside)


def _own(url, server):
    return url.startswith((server, "data:", "blob:"))


def test_the_console_stays_silent(visits):
    said = [f"{v}: {message}" for v in visits for message in v.messages]
    assert not said, "\n".join(said)


def test_pages_are_light(visits):
    """Text files of a first visit, gzipped, and requests: the search comes when asked for."""
    heavy = [f"{v}: {v.text} bytes" for v in visits if v.text > MOST_TEXT]
    many = [f"{v}: {len(v.requests)} requests" for v in visits if len(v.requests) > MOST_REQUESTS]
    assert all(visit.text > 30_000 for visit in visits)  # the count sees the style sheet at least
    assert not heavy + many, "\n".join(heavy + many)


def test_nothing_moves_while_a_page_loads(visits, server, browser):
    """On a busy machine a table can be drawn before its last rows have come: not so each time."""
    moved = [visit for visit in visits if visit.shift > MOST_SHIFT]
    for _ in range(3):
        moved = [v for v in moved if again(v, server, browser).shift > MOST_SHIFT]
    assert not moved, "\n".join(f"{v}: {v.shift:.4f}" for v in moved)


def test_every_page_carries_the_policy_and_a_description(visits, site):
    """The tag stands before all that it must govern; the header file has the same hashes."""
    headers = (site / "_headers").read_text(encoding="utf-8")
    for name in {visit.page for visit in visits}:
        path = site / name
        html = (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)"', html)
        assert policy, name
        assert policy.start() < min(html.index("<script"), html.index("<link")), name
        assert "unsafe" not in policy[1]
        assert set(re.findall(r"'sha256-[^']+'", policy[1])) <= set(
            re.findall(r"'sha256-[^']+'", headers)
        )
        assert re.search(r'<meta name="description" content="[^"]{40,}"', html), name


def test_nothing_of_python_is_loaded_before_a_reader_presses_run(visits):
    parts = ("/assets/python/", "/assets/run/")
    early = {url for visit in visits for url in visit.requests if any(p in url for p in parts)}
    assert early == set()
