"""The site's widgets in use, under its security policy, with an eye on console and network."""

import json
import re

import pytest

from tests.browser.conftest import Visit, broken_rules, listen
from tests.browser.words import LANGUAGES, Words, folder

IN_EACH = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def used(page, server):
    """A page to work with; afterwards: a silent console, and no request that left the site."""
    visit = Visit("", "light", "wide")
    listen(page, visit)
    page.visit = visit
    yield page
    assert not visit.messages
    assert visit.requests
    assert all(url.startswith((server, "data:")) for url in visit.requests)


@IN_EACH
@pytest.mark.parametrize("term", ["channels_first", "reshape"])
def test_search_finds_code_terms_and_comes_when_asked_for(used, server, term, language):
    used.goto(f"{server}{folder(language)}explorer/")
    used.wait_for_load_state("networkidle")
    assert not [url for url in used.visit.requests if "search" in url]
    used.keyboard.press("/")
    used.keyboard.type(term)
    result = used.locator(".md-search-result__link").first
    result.wait_for()
    assert term in used.inner_text(".md-search-result__list")
    index = f"{server}{folder(language)}search/search_index.json"
    assert any(url == index for url in used.visit.requests)
    assert not broken_rules(used)


@IN_EACH
def test_search_index_holds_no_copies(site, language):
    """Each place once, and no words of the site's instruments."""
    index = site / folder(language) / "search" / "search_index.json"
    docs = json.loads(index.read_text(encoding="utf-8"))["docs"]
    places = [doc["location"] for doc in docs]
    assert len(places) > 20
    assert len(places) == len(set(places))
    texts = [doc["text"] for doc in docs if len(doc["text"]) > 200]
    assert len(texts) == len(set(texts))
    explorer = Words(language, "explorer").of("p", 'id="dtc-image"')
    for words in ("Copied!", "Copiado", "{misplaced}", explorer):  # buttons', the explorer's
        assert not [doc["location"] for doc in docs if words in doc["text"]]


def test_palette_follows_the_system_and_then_the_reader(browser, server):
    """Page and figures change together: a figure is an image, and follows the page's scheme."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{server}explorer/")
    ground = "getComputedStyle(document.body).backgroundColor"
    shown = [page.evaluate(ground)]
    for name in ("Follows the system", "Light"):  # each press names what it leaves
        page.click(f"label[title^='{name}']:visible")
        shown.append(page.evaluate(ground))
    dark, light, again = shown
    assert dark == again != light
    page.click("label[title^='Dark']:visible")
    assert page.evaluate(ground) == dark  # back to the system, which is dark
    context.close()


def test_a_palette_once_chosen_holds_in_every_language(browser, server):
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    ground = "getComputedStyle(document.body).backgroundColor"
    page.goto(f"{server}explorer/")
    light = page.evaluate(ground)
    for name in ("Follows the system", "Light"):
        page.click(f"label[title^='{name}']:visible")
    dark = page.evaluate(ground)
    assert dark != light
    for path in ("pt-BR/", "pt-BR/recipes/cases/", "pt-BR/404.html"):
        page.goto(server + path)
        assert page.evaluate(ground) == dark, path
    page.click("label[title^='Tema escuro']:visible")
    page.goto(f"{server}explorer/")
    assert page.evaluate(ground) == light
    context.close()


def test_figures_follow_the_palette(browser, server, site):
    """One figure, pixel by pixel: dark by the system, then light by the button."""
    svg = sorted(site.glob("snippets/**/*.svg"))[0].relative_to(site).as_posix()
    page_of = next(
        path.parent.relative_to(site).as_posix() + "/"
        for path in sorted(site.rglob("index.html"))
        if "pt-BR" not in path.parts and svg in path.read_text(encoding="utf-8")
    )
    context = browser.new_context(color_scheme="dark", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(server + page_of)
    figure = page.locator(f"img[src$='{svg}']")
    seen = []
    for _ in range(2):
        figure.scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        figure.evaluate("node => node.decode()")
        seen.append(figure.screenshot())
        page.click("label[title^='Follows the system']:visible, label[title^='Light']:visible")
    same = browser.new_context(color_scheme="light", viewport={"width": 1280, "height": 900})
    other = same.new_page()
    other.goto(server + page_of)
    figure = other.locator(f"img[src$='{svg}']")
    figure.scroll_into_view_if_needed()
    figure.evaluate("node => node.decode()")
    assert seen[0] != seen[1]
    assert seen[1] == figure.screenshot()
    context.close()
    same.close()


@IN_EACH
def test_copy_gives_the_file_and_outputs_have_no_button(browser, server, site, language):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{server}{folder(language)}explorer/")
    block = page.locator(".highlight", has_text="explorer/pairings.py").first
    block.hover()
    block.locator("button.md-code__button, button[data-clipboard-target]").first.click()
    page.wait_for_timeout(200)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert (
        copied.strip()
        == (site / "snippets/explorer/pairings.py").read_text(encoding="utf-8").strip()
    )
    assert page.locator(".language-python button").count() >= 4
    assert page.locator(".language-text button").count() == 0
    context.close()


@IN_EACH
def test_each_block_leads_to_its_file(used, server, site, language):
    used.goto(f"{server}{folder(language)}explorer/")
    links = used.eval_on_selector_all(
        ".filename ~ a.download", "nodes => nodes.map(node => node.href)"
    )
    titles = used.locator(".language-python .filename").all_text_contents()
    assert links == [f"{server}{folder(language)}snippets/{title}" for title in titles]
    with used.expect_download() as download:
        used.locator("a.download").first.click()
    assert download.value.path().read_bytes() == (site / f"snippets/{titles[0]}").read_bytes()


@IN_EACH
def test_print_is_a_handout(used, server, language):
    used.goto(f"{server}{folder(language)}explorer/")
    used.emulate_media(media="print", color_scheme="dark")
    for gone in (".md-header", ".md-footer", ".md-sidebar", ".md-code__nav", ".dtc-switches"):
        assert not used.locator(gone).first.is_visible()
    ground = used.evaluate("getComputedStyle(document.querySelector('.highlight code')).color")
    assert max(map(int, re.findall(r"\d+", ground)[:3])) < 100  # dark ink, whatever the screen was
    wide = used.eval_on_selector_all(
        ".highlight code",
        "nodes => nodes.filter(node => node.scrollWidth > node.clientWidth + 1).length",
    )
    assert not wide


@IN_EACH
def test_an_unknown_address_helps(browser, server, site, language):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server}{folder(language)}404.html")
    links = page.eval_on_selector_all("article a", "nodes => nodes.map(node => node.pathname)")
    assert len(links) > 5
    for link in links[:-1]:  # the last leads to the other language
        assert link.startswith(f"/{folder(language)}"), link
    for link in links:
        assert (site / link.lstrip("/") / "index.html").is_file(), link
    context.close()


def test_the_console_would_tell(page, server):
    """The watch itself: a script from elsewhere is refused, and said on the console."""
    visit = Visit("", "light", "wide")
    listen(page, visit)
    page.goto(f"{server}explorer/")
    page.evaluate(
        """() => {
            const script = document.createElement("script")
            script.textContent = "window.ran = true"
            document.body.append(script)
            const image = new Image()
            image.src = "https://example.org/pixel.png"
        }"""
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    assert sum("Content Security Policy" in message for message in visit.messages) == 2
