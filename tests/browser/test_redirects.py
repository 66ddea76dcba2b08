"""Old addresses lead to the page that took their place, anchor and all, under the policy."""

import json
import re

import pytest

from tests.browser.conftest import Visit, listen
from tests.built import ROOT, mkdocs, serving
from tools.browser import is_redirect

NEW = "# New { #new }\n\n" + "A page.\n\n" * 99 + "## There { #there }\n"


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """Returns a function that builds a site of one page that has moved; gives the site's folder."""
    folder = tmp_path_factory.mktemp("moved")
    (folder / "docs" / "deep").mkdir(parents=True)
    (folder / "docs" / "index.md").write_text("# Home { #home }\n", encoding="utf-8")
    (folder / "docs" / "deep" / "new.md").write_text(NEW, encoding="utf-8")
    hooks = [str(ROOT / "hooks" / name) for name in ("__init__.py", "policy.py")]
    (folder / "mkdocs.yml").write_text(
        f"INHERIT: '{ROOT / 'mkdocs.yml'}'\ndocs_dir: docs\nhooks: {hooks}\n"
        f"nav: [index.md, deep/new.md]\ntheme: {{custom_dir: '{ROOT / 'theme'}'}}\nextra_css: []\n"
        "plugins:\n  search: {}\n  redirects: {redirect_maps: {old.md: deep/new.md}}\n",
        encoding="utf-8",
    )

    def build(*options):
        done = mkdocs(folder, "build", "-q", *options)
        assert done.returncode == 0, done.stdout + done.stderr
        return folder / "site"

    return build


def test_an_old_address_leads_on_under_the_policy(moved, page):
    site = moved()
    policies = re.findall(
        r'Security-Policy" content="([^"]+)', (site / "old/index.html").read_text("utf-8")
    )
    assert len(policies) == 1
    assert "unsafe" not in policies[0]
    (own,) = re.findall(r"'sha256-[^']+'", policies[0])  # the one script, by its hash
    assert own in (site / "_headers").read_text("utf-8")
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    assert not [doc for doc in index["docs"] if doc["location"].startswith("old")]
    assert "/old/" not in (site / "sitemap.xml").read_text("utf-8")
    visit = Visit("old/", "light", "wide")
    listen(page, visit)
    with serving(site) as address:
        page.goto(f"{address}old/#there")
        page.wait_for_url(f"{address}deep/new/#there")
        page.wait_for_load_state()
    assert not visit.messages
    assert all(url.startswith(address) for url in visit.requests)


def test_an_old_address_leads_on_in_a_folder(moved, page):
    site = moved("--no-directory-urls")
    page.goto((site / "old.html").as_uri() + "#there")
    page.wait_for_url((site / "deep" / "new.html").as_uri() + "#there")


def test_every_old_address_of_the_site_leads_to_a_page(site, server, page):
    for path in filter(is_redirect, sorted(site.rglob("index.html"))):
        page.goto(server + path.parent.relative_to(site).as_posix() + "/")
        page.wait_for_selector("article h1")
