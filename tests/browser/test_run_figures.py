"""A figure that a press on Run draws speaks the language of its page."""

from urllib.parse import unquote

import pytest

from tests import figures
from tests.browser.pressing import LONG
from tests.project import ROOT

BLOCK = "coordinates/over_pixels"
pytestmark = pytest.mark.xdist_group("run")


@pytest.mark.parametrize("language", ["", "pt-BR"])
def test_it_says_what_the_published_one_says(fresh, headed, language):
    fresh.goto(f"{headed}{language and language + '/'}scanning/coordinates/")
    fresh.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    fresh.locator(f"[data-run='{BLOCK}.py'] .run-bar button").first.click()
    drawn = fresh.locator(".run-figure")
    drawn.wait_for(timeout=LONG)
    record = ROOT / "snippets" / f"{BLOCK}.{language}.svg".replace("..", ".")
    published = "".join(figures.texts(record))
    assert figures.letters(unquote(drawn.get_attribute("src"))) == published
    assert ("célula" in published) == bool(language)
