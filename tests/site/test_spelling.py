"""Every word is in its language's dictionary, in the site's own list, or a package's name.

The lists, `words.<language>.txt` beside this file, hold what a dictionary lacks; a small letter at
the start stands for a large one too.
"""

import json
import os
import re
import tomllib
from pathlib import Path

import html5lib
import markdown
import pytest
from hunspell import Hunspell

from tests.project import ROOT
from tests.site.words import words, words_of
from tools import dictionaries
from tools.translation import DOCS, ENGLISH, languages

pytestmark = pytest.mark.xdist_group("site")

LANGUAGES = [ENGLISH, *languages()]
HERE = Path(__file__).parent
PACKAGE = re.compile(r"(?m)^([\w.-]+)==")


@pytest.fixture(scope="module")
def spell():
    """A function: is this word in the dictionary of that language?"""
    if dictionaries.missing() and not os.environ.get("CI"):
        pytest.skip("python -m tools.dictionaries brings the dictionaries")
    books = {
        name: Hunspell(file, hunspell_data_dir=str(dictionaries.FOLDER))
        for name, file in dictionaries.NAMES.items()
    }

    def known(language, word):
        """As it stands; one with a hyphen also by its parts. The site writes -ise."""
        book = books[language]
        if language == ENGLISH and "iz" in word and book.spell(word.replace("iz", "is")):
            return False
        parts = word.split("-")
        return book.spell(word) or (len(parts) > 1 and all(map(book.spell, filter(None, parts))))

    return known


@pytest.fixture(scope="module")
def said(every):
    """{(languages, word)} of all that readers are told, by language: each once."""
    found = {name: set() for name in LANGUAGES}
    for page in every.values():
        language = next(page.tree.iter("html")).get("lang")
        found[language].update(words(page.tree, (language,)))
    for language in LANGUAGES:
        run = (ROOT / f"theme/assets/run/words.{language}.json").read_text(encoding="utf-8")
        texts = list(json.loads(run).values())
        if language == ENGLISH:
            for paper in ROOT.glob("*.md"):
                html = markdown.markdown(paper.read_text("utf-8"), extensions=["extra"])
                tree = html5lib.parse(html, namespaceHTMLElements=False)
                found[language].update(words(tree, (language,)))
        else:
            figures = tomllib.loads((DOCS / language / "figures.toml").read_text("utf-8"))
            tables = [table for table in figures.values() if isinstance(table, dict)]
            texts += [text for table in tables for text in table.values()]
            found[ENGLISH].update(
                word for table in tables for text in table for word in words_of(text, (ENGLISH,))
            )
        found[language].update(w for text in texts for w in words_of(text, (language,)))
    return found


def packages():
    """Names in the lock files, as one may write them."""
    locks = [ROOT / "requirements.txt", *ROOT.glob("snippets/*/requirements.txt")]
    found = {n.lower() for lock in locks for n in PACKAGE.findall(lock.read_text("utf-8"))}
    return found | {part for name in found for part in name.split("-")}


def listed(language):
    return (HERE / f"words.{language}.txt").read_text(encoding="utf-8").split("\n")[:-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_known(said, spell, language):
    own, named = set(listed(language)), packages()
    unknown = {word for tongues, word in said[language] if not any(spell(t, word) for t in tongues)}
    unknown = {word for word in unknown if word.lower() not in named}
    assert sorted(w for w in unknown if w not in own and w.lower() not in own) == []
    assert sorted(own - unknown - {w.lower() for w in unknown}) == []
    assert listed(language) == sorted(own, key=lambda word: (word.lower(), word))


def test_a_mistake_is_found(spell):
    right = {"en": "behaviour normalise receptive size", "pt-BR": "saída convolução torna-se pôr"}
    wrong = {"en": "behavior normalize recieve teh", "pt-BR": "saida convoluçao torna-ce projeçao"}
    for language in LANGUAGES:
        assert [w for w in right[language].split() if not spell(language, w)] == []
        assert [w for w in wrong[language].split() if spell(language, w)] == []
