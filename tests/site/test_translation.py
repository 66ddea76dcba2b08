"""The languages say the same: both trees hold the same pages, with the same blocks in order."""

import json
import re
import tomllib
from collections import Counter

import pytest
import yaml

from hooks.inpage import runnable
from tests.project import ROOT
from tests.site.pages import OUTPUT
from tools import translation

LANGUAGES = translation.languages()
PAGES = [
    (language, page)
    for language in LANGUAGES
    for page in translation.pages(translation.ENGLISH)
    if page.endswith((".md", ".py"))
]
CELL = re.compile(r"(?m)^# ?(?!%%)")
SAID = re.compile(r'\b(?:alt|alttext|aria-label|title)="([^"]*[a-z]{2,} [^"]*)"')  # read out
FENCE = re.compile(r"(?ms)^ *(```+).*?^ *\1")


class Loader(yaml.SafeLoader):
    """MkDocs' tags mean nothing here."""


Loader.add_multi_constructor("!", lambda *_: None)


def source(language, page):
    text = (translation.DOCS / language / page).read_text(encoding="utf-8")
    return CELL.sub("", text) if page.endswith(".py") else text


def structure(text):
    """What a translation leaves as it is, by kind, in the order of the page where that is kept."""
    text = re.sub(r"(?m)^#? *(?:output|lines)_title:.*\n", "", text)
    body = text if text.startswith("---\njupyter") else text.partition("\n---\n")[2] or text
    prose = FENCE.sub("", body)
    code = re.findall(r"(?<!`)`([^`\n]+(?:\n[^`\n]+)?)`(?!`)", prose)
    links = re.findall(r"\]\(([^)]+)\)", prose) + re.findall(r"(?m)^\[[^\]]+\]: (\S+)", prose)
    return {
        "settings": re.findall(r"(?m)^(\w+):", text.partition("\n---\n")[0]),
        "headings": re.findall(r"(?m)^(#+) .*?(\{ #[\w-]+ \})?$", prose),
        "includes": re.findall(r'--8<-- "[^"]+"', body),
        "fences": [
            re.sub(r'title="[^"/]*"', "title", f) for f in re.findall(r"(?m)^ *```+\w.*$", body)
        ],
        "links": Counter(re.sub(r"\s", "", link) for link in links),
        "figures": re.findall(r"!\[[^\]]*\]\(([^)]+)\)", prose),
        "addresses": re.findall(r'(?:href|src)="([^"]*)"', prose),
        "inline code": Counter(re.sub(r"\s+", " ", c) for c in code),
        "elements": re.findall(r"</?([a-z][\w-]*)", prose),
        "notes": re.findall(r"(?m)^ *((?:\?\?\?\+?|!!!) \w+)", prose),
        "rows": len(re.findall(r"(?m)^ *\|", prose)),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_and_none_besides(language):
    assert translation.pages(language) == translation.pages(translation.ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_stale(language):
    assert translation.stale(language) == [], "python -m tools.translation"


@pytest.mark.parametrize(("language", "page"), PAGES)
def test_page_has_the_blocks_of_its_original(language, page):
    ours, theirs = structure(source(translation.ENGLISH, page)), structure(source(language, page))
    assert theirs == ours, (
        f"docs/{language}/{page} is not built like docs/en/{page}: change one of them"
    )


@pytest.mark.parametrize(("language", "page"), PAGES)
def test_page_is_translated(language, page):
    """A paragraph that is the same in both languages is one that was left."""
    found = [
        {
            re.sub(r"\s+", " ", paragraph).strip()
            for paragraph in re.split(r"\n\s*\n", FENCE.sub("", source(name, page)))
            if len(
                re.findall(r"\b[a-z]{3,}\b", re.sub(r"`[^`]*`|\([^)]*\)|<[^>]*>", "", paragraph))
            )
            > 3
            and not paragraph.lstrip().startswith(("--8<--", "%%"))
        }
        for name in (translation.ENGLISH, language)
    ]
    said = [set(SAID.findall(source(name, page))) for name in (translation.ENGLISH, language)]
    assert not said[0] & said[1]
    if page.endswith(".py"):
        return  # its code cells are the same
    assert not found[0] & found[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_navigation_is_the_same(language):
    def pages(items):
        return [pages(v) if isinstance(v, list) else v for i in items for v in i.values()]

    ours, theirs = (
        yaml.load((ROOT / name).read_text(encoding="utf-8"), Loader)["nav"]
        for name in ("mkdocs.yml", f"mkdocs.{language}.yml")
    )
    assert pages(theirs) == pages(ours)


@pytest.mark.parametrize("language", LANGUAGES)
def test_notebook_has_the_same_code(language):
    def cells(name):
        text = (translation.DOCS / name / "lessons/notebook.py").read_text(encoding="utf-8")
        return [c for c in text.split("\n# %%")[1:] if not c.startswith(" [markdown]")]

    assert cells(language) == cells(translation.ENGLISH)
    ours, theirs = (
        (translation.DOCS / name / "lessons/notebook.txt").read_text(encoding="utf-8")
        for name in (translation.ENGLISH, language)
    )
    assert theirs == ours


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("widget", ["explorer", "picker", "stepper"])
def test_widget_says_the_same_things(language, widget):
    """The same elements, with the same values for the script to fill in, in other words."""
    ours, theirs = (
        source(name, f"templates/{widget}.html") for name in (translation.ENGLISH, language)
    )
    assert theirs != ours
    for kept in (r"<[a-z-]+", r'data-(?:say|view|order|word|choose)="[^"]*"', r"--8<-- .*"):
        assert re.findall(kept, theirs) == re.findall(kept, ours)
    sentences = [re.findall(r"(<template data-say=.*)</template>", t) for t in (ours, theirs)]
    for one, other in zip(*sentences, strict=True):
        assert set(re.findall(r"\{\w+\}", other)) == set(re.findall(r"\{\w+\}", one))


@pytest.mark.xdist_group("site")
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_leads_to_itself_in_every_language(site, every, language):
    """And says of itself which it is; the English one is for whoever reads neither."""
    english = {path for path in every if not path.startswith(tuple(f"{n}/" for n in LANGUAGES))}
    assert {f"{language}/{path}" for path in english} <= every.keys()
    for path in english - {"404.html"}:
        for name, page in (
            (translation.ENGLISH, every[path]),
            (language, every[f"{language}/{path}"]),
        ):
            assert next(page.tree.iter("html")).get("lang") == name
            links = {
                e.get("hreflang"): e.get("href")
                for e in page.tree.iter("link")
                if e.get("rel") == "alternate "  # the space: see theme/main.html
            }
            canonical = next(e for e in page.tree.iter("link") if e.get("rel") == "canonical")
            assert links[name] == canonical.get("href")
            assert links["x-default"] == links[translation.ENGLISH]
            assert links[language] == links["en"].removesuffix(path) + f"{language}/{path}"
            switch = {
                e.get("hreflang"): address
                for e, attribute, address in page.addresses("a")
                if "md-select__link" in e.get("class", "")
            }
            assert switch[language].endswith(f"/{language}/{path}")
            sitemap = site / ("" if name == "en" else name) / "sitemap.xml"
            text = sitemap.read_text(encoding="utf-8")
            listed = text.split(f"<loc>{links[name]}</loc>")[1].partition("</url>")[0]
            found = re.findall(r'hreflang="([\w-]+)" href="([^"]+)"', listed)
            assert len(found) == len(links)
            assert dict(found) == links


@pytest.mark.xdist_group("site")
@pytest.mark.parametrize("language", LANGUAGES)
def test_search_and_outputs_are_in_the_language(site, every, language):
    text = (site / language / "search" / "search_index.json").read_text(encoding="utf-8")
    assert json.loads(text)["config"]["lang"] == [language.partition("-")[0]]
    titles = {
        b.title for p, page in every.items() if p.startswith(f"{language}/") for b in page.blocks
    }
    assert OUTPUT[language] in titles
    assert OUTPUT["en"] not in titles


def test_a_changed_original_is_named(tmp_path):
    for name in ("en", "xx"):
        (tmp_path / name / "a").mkdir(parents=True)
        (tmp_path / name / "a" / "one.md").write_text("One", encoding="utf-8")
    assert translation.stale("xx", tmp_path) == ["a/one.md"]
    translation.stamp("xx", ["a/one.md"], tmp_path)
    assert translation.stale("xx", tmp_path) == []
    (tmp_path / "en" / "a" / "one.md").write_text("Another", encoding="utf-8")
    (tmp_path / "en" / "two.md").write_text("Two", encoding="utf-8")
    assert translation.stale("xx", tmp_path) == ["a/one.md", "two.md"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_a_block_does_not_run_is_said_in_the_language(language):
    words = tomllib.loads((translation.DOCS / language / "causes.toml").read_text("utf-8"))
    assert set(filter(None, runnable.read(ROOT).values())) == set(words)
    english = json.loads((ROOT / "theme/assets/run/words.en.json").read_text("utf-8"))
    own = json.loads((ROOT / f"theme/assets/run/words.{language}.json").read_text("utf-8"))
    assert own.keys() == english.keys()
    for key, text in english.items():
        assert re.findall(r"\{\w+\}", own[key]) == re.findall(r"\{\w+\}", text), key
