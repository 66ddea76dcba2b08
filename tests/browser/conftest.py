"""One walk over all pages, both schemes and widths in turn; the tests look at what it found."""

import contextlib
import functools
import gzip
import itertools
import os
import re
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.words import folder
from tools.browser import WIDTHS, Quiet, pages, serving
from tools.translation import ENGLISH

TRANSLATED = "pt-BR/"
MAPPING = "lessons/mapping/"  # a page with blocks that run
AS_SEEN = (("light", "wide"), ("dark", "phone"))  # each scheme and each width once
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SHIFT = """() => new Promise(done => {
    let sum = 0
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value
    }).observe({ type: "layout-shift", buffered: true })
    requestAnimationFrame(() => setTimeout(() => done(sum), 50))
})"""

# axe measures each coloured token of a code block: most of its time, and always the same colours.
# They are collected here and tested by themselves; axe then meets the code as plain text.
TOKENS = """() => {
    const pairs = new Set()
    for (const code of document.querySelectorAll(".highlight code")) {
        const ground = getComputedStyle(code).backgroundColor
        for (const token of code.querySelectorAll("span")) {
            if (token.textContent.trim()) pairs.add(getComputedStyle(token).color + " on " + ground)
        }
        code.textContent = code.textContent
    }
    return [...pairs]
}"""


@dataclass
class Visit:
    """What one visit of one page showed. Sizes in bytes, gzipped."""

    page: str
    scheme: str
    width: str
    requests: list = field(default_factory=list)
    messages: list = field(default_factory=list)
    text: int = 0
    shift: float = 0.0
    colours: list = field(default_factory=list)
    violations: list = field(default_factory=list)

    def __str__(self):
        return f"{self.page or 'home'} ({self.scheme}, {self.width})"


def listen(page, visit):
    """Note every request, console message and error of `page` in `visit`."""
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("console", lambda message: visit.messages.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: visit.messages.append(f"error: {error}"))


def broken_rules(page, within=None):
    """What axe-core finds in `page` as it stands, or in a part of it, a line for each element."""
    options = {
        "runOnly": {"type": "tag", "values": RULES},
        "resultTypes": ["violations"],
        "preload": False,
    }
    return [
        f"{broken['id']}: {node['html'][:160]}"
        for broken in Axe().run(page, within, options=options).response["violations"]
        for node in broken["nodes"]
    ]


@contextlib.contextmanager
def visiting(visit, server, browser):
    """The page of a visit, loaded as by a reader who was never here."""
    size = dict(zip(("width", "height"), WIDTHS[visit.width], strict=True))
    with contextlib.closing(
        browser.new_context(viewport=size, color_scheme=visit.scheme)
    ) as context:
        page = context.new_page()
        listen(page, visit)
        page.goto(server + visit.page, wait_until="load")
        visit.shift = page.evaluate(SHIFT)
        yield page


def again(visit, server, browser):
    """The same visit, made anew."""
    new = Visit(visit.page, visit.scheme, visit.width)
    with visiting(new, server, browser):
        return new


@pytest.fixture(scope="session")
def visits(site, server, browser):
    """A `Visit` of each page in each way of `AS_SEEN`; of translated pages in one, by turns."""
    found, sizes = [], {}
    english = [path for path in pages(site) if not path.startswith(TRANSLATED)]
    translated = [path for path in pages(site) if path.startswith(TRANSLATED)]
    by_turns = zip(translated, itertools.cycle(AS_SEEN))  # the same theme, other words
    for path, (scheme, width) in [*itertools.product(english, AS_SEEN), *by_turns]:
        visit = Visit(path, scheme, width)
        with visiting(visit, server, browser) as page:
            visit.text = sum(_size(site, url, server, sizes) for url in set(visit.requests))
            visit.colours = page.evaluate(TOKENS)
            visit.violations = broken_rules(page)
        found.append(visit)
    return found


def _size(site, url, server, sizes):
    """Gzipped bytes of a text file of the site; nothing for pictures in bits."""
    name = url.removeprefix(server).partition("?")[0].partition("#")[0]
    if name not in sizes:
        path = site / name / "index.html" if name.endswith("/") or not name else site / name
        text = path.suffix in {".html", ".css", ".js", ".json", ".svg", ".txt"}
        sizes[name] = len(gzip.compress(path.read_bytes(), mtime=0)) if text else 0
    return sizes[name]


@pytest.fixture(scope="session")
def headed(site):
    """The site from a host that sends what `_headers` says."""
    if not (site / "assets" / "python").exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "Pyodide is not here: python -m tools.pyodide brings it"
        )
    text = (site / "_headers").read_text(encoding="utf-8")
    policy = re.search(r"Content-Security-Policy: (.+)", text)[1]

    class Headed(Quiet):
        def end_headers(self):
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

    with serving(site, Headed) as address:
        yield address


@pytest.fixture(scope="module")
def kept_in(headed, browser):
    """Gives in a language one page for many runs; at its end a look at what they asked for."""
    with contextlib.ExitStack() as stack:
        asked = []

        @functools.cache
        def page_in(language):
            context = stack.enter_context(contextlib.closing(browser.new_context()))
            context.on("request", lambda request: asked.append(request.url))
            page = context.new_page()
            page.goto(headed + folder(language) + MAPPING)
            return page

        yield page_in
        assert [url for url in asked if not url.startswith((headed, "data:"))] == []


@pytest.fixture(scope="module")
def kept(kept_in):
    """One page for many runs, as a reader has it."""
    return kept_in(ENGLISH)


@pytest.fixture
def fresh(headed, browser):
    with contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(headed + MAPPING)
        yield page
