"""What the site offers to readers that are programs: llms.txt, Markdown, sitemap, social card."""

import re
import struct
import textwrap
from urllib.parse import urlparse

import pytest

from tools.browser import pages

LANGUAGES = pytest.mark.parametrize("language", ["", "pt-BR/"])


def own_pages(site, language):
    """Of the pages, those of a language, which lie in its folder; English ones lie at the top."""
    every = {p for p in pages(site) if not p.endswith("404.html")}
    return {p for p in every if p.startswith("pt-BR/") == bool(language)}


@LANGUAGES
def test_llms_txt_lists_every_page_as_whole_markdown(site, language):
    listed = re.findall(
        r"^- \[.+?\]\((\S+?)\)(?:: .+)?$", (site / language / "llms.txt").read_text("utf-8"), re.M
    )
    names = {urlparse(address).path.lstrip("/") for address in listed}
    assert len(names) == len(listed) == len(own_pages(site, language))
    for name in names:
        text = (site / name).read_text(encoding="utf-8")
        assert text.startswith(("# ", "---")), name
        assert "--8<--" not in text, name
    explorer = (site / language / "explorer.md").read_text(encoding="utf-8")
    for record in ("order.txt", "network.txt"):  # in a folded block, which Markdown indents
        text = (site / "snippets/explorer" / record).read_text(encoding="utf-8")
        assert textwrap.indent(text, "    ").strip() in explorer
    pairings = (site / "snippets/explorer/pairings.py").read_text(encoding="utf-8")
    assert pairings.strip() in explorer


@LANGUAGES
def test_sitemap_lists_every_page(site, language):
    listed = re.findall(r"<loc>(.+?)</loc>", (site / language / "sitemap.xml").read_text("utf-8"))
    paths = {urlparse(address).path.lstrip("/") for address in listed}
    assert paths == own_pages(site, language)


def test_every_page_names_its_card_and_its_icon(site):
    for page in pages(site):
        path = site / page
        html = (path if path.is_file() else path / "index.html").read_text(encoding="utf-8")
        card = re.search(r'<meta property="og:image" content="([^"]+)"', html)[1]
        image = site / urlparse(card).path.lstrip("/")
        assert struct.unpack(">II", image.read_bytes()[16:24]) == (1200, 630)
        assert image.stat().st_size < 100_000
        assert re.search(r'<link rel="icon" href="[^"]*assets/favicon\.svg"', html)
        assert re.search(r'<html lang="(en|pt-BR)"', html)
