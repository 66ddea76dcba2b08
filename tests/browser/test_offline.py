"""The zip for reading without a server: unpacked, opened as files."""

import zipfile

import pytest

from tests.browser.conftest import Visit, listen
from tools.browser import is_redirect
from tools.offline import NAME, pack


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("offline")
    with zipfile.ZipFile(pack(place / "site.zip")) as packed:
        packed.extractall(place)
    return place / NAME


def test_links_styles_explorer_and_search_work_from_a_folder(folder, page):
    visit = Visit("", "light", "wide")
    listen(page, visit)
    page.goto((folder / "index.html").as_uri())
    assert page.locator(".run-bar, .run-why").count() == 0  # browsers start no worker there
    assert not (folder / "assets" / "python").exists()
    page.check("input[value=channels_first]")  # of the case picker, which keeps it in the address
    assert "map=channels_first" in page.url
    page.click(".md-tabs a[href$='explorer.html']")
    page.wait_for_url((folder / "explorer.html").as_uri())
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    )
    assert "2830.1, 2890.1. Equal" in page.inner_text("[data-result]")
    page.keyboard.press("/")
    page.keyboard.type("channels_first")
    page.locator(".md-search-result__link").first.wait_for()
    assert not visit.messages
    inside = folder.as_uri()
    assert all(url.startswith((inside, "about:")) for url in visit.requests)


def test_every_link_of_every_page_leads_to_a_file(folder, page):
    for path in sorted(folder.rglob("*.html")):
        # The 404's links are for a server, which shows it at any address.
        if path.name == "404.html" or is_redirect(path):
            continue
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        links = page.eval_on_selector_all(
            "a[href]", "nodes => nodes.filter(n => n.protocol === 'file:').map(n => n.pathname)"
        )
        assert len(links) > 10
        for link in set(links):
            target = folder / link.removeprefix(folder.as_posix()).lstrip("/")
            assert target.is_file(), f"{path}: {link}"
