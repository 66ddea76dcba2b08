"""Figures speak the language of their page: no text is left in the other, none is cut off."""

import re
import tomllib

import pytest

from runner import texts, wording
from tests import figures
from tests.project import ROOT
from tools.translation import DOCS, ENGLISH, languages

SNIPPETS = ROOT / "snippets"
WORD = re.compile(r"[^\W\d_]{2}")
FIGURES = sorted(p for p in SNIPPETS.glob("*/*.svg") if "." not in p.stem)
IDS = [f"{p.parent.name}/{p.stem}" for p in FIGURES]
SAME = "same"  # of figures.toml: what both languages say


def read(language):
    return tomllib.loads((DOCS / language / "figures.toml").read_text(encoding="utf-8"))


def fits(key, text):
    """Written apart from the runner: each {} stands for something."""
    return re.fullmatch(".+".join(re.escape(part) for part in key.split("{}")), text, re.DOTALL)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("path", FIGURES, ids=IDS)
def test_each_text_with_words_is_translated_or_named_as_the_same(language, path):
    table = read(language)
    own = table.get(f"{path.parent.name}/{path.stem}", {})
    english = figures.texts(path)
    worded = {text for text in english if WORD.search(text)}
    left = {t for t in worded if not any(fits(key, t) for key in [*own, *table[SAME]])}
    assert left == set()
    assert {key for key in own if not any(fits(key, text) for text in english)} == set()
    record = texts.record(path, language)
    assert record.exists() == bool(own)
    if own:
        assert figures.texts(record) == [wording.translated(text, own) for text in english]


@pytest.mark.parametrize("language", languages())
def test_no_text_is_listed_that_no_figure_has(language):
    table = read(language)
    drawn = {text for path in FIGURES for text in figures.texts(path)}
    assert {key for key in table[SAME] if not any(fits(key, text) for text in drawn)} == set()
    assert set(table) - {SAME} <= set(IDS)


@pytest.mark.parametrize("path", sorted(SNIPPETS.glob("*/*.svg")), ids=lambda p: p.name)
def test_no_text_leaves_its_figure(path):
    width = figures.width(path)
    assert [place for place in figures.reach(path) if place[0] < 0 or place[1] > width] == []


@pytest.mark.xdist_group("site")
@pytest.mark.parametrize("language", languages())
def test_pages_show_the_figures_of_their_language(site, language):
    for path in FIGURES:
        name = path.relative_to(ROOT)
        english, own = site / name, site / language / name
        assert english.read_bytes() == path.read_bytes()
        assert own.read_bytes() == texts.shown(path, language).read_bytes()
    assert not list(site.rglob(f"*.{language}.svg"))


def test_a_text_is_translated_whole_and_what_is_filled_in_is_kept():
    words = {"cell {}": "célula {}", "{} of {}": "{} de {}", "map": "mapa"}
    said = {"cell 3": "célula 3", "0 of 64": "0 de 64", "map": "mapa", "a map": "a map"}
    assert {text: wording.translated(text, words) for text in said} == said
    assert ENGLISH not in languages()
