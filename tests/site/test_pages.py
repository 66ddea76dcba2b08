"""The pages as built: every block is a snippet, with its output; every link leads somewhere."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.project import ROOT
from tests.site.pages import OUTPUT, VOID, target

pytestmark = pytest.mark.xdist_group("site")

SNIPPETS = ROOT / "snippets"


def test_every_snippet_is_on_a_page(blocks):
    shown = {block.title for block in blocks if block.language == "python"}
    files = {p.relative_to(SNIPPETS).as_posix() for p in SNIPPETS.rglob("*.py")}
    assert files - shown == set()


def test_every_block_is_a_snippet_or_its_record(blocks):
    """Word for word, and each record right under its snippet."""
    wrong = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        if block.title in OUTPUT.values() and before and before.language == "python":
            file = (SNIPPETS / before.title).with_suffix(".txt")
        elif block.language == "text":
            file = ROOT / "bench" / Path(block.title).name  # measured, and never compared
        else:
            file = SNIPPETS / block.title
        if not file.is_file() or file.read_text(encoding="utf-8").rstrip("\n") != (
            block.text.rstrip("\n")
        ):
            wrong.append((block.page, block.title, block.text[:80]))
    assert wrong == []


def test_every_record_is_under_its_snippet(blocks):
    lacking = [
        (block.page, block.title)
        for block in blocks
        if (SNIPPETS / block.title).with_suffix(".txt").is_file()
        and block.language == "python"
        and block.output is None
    ]
    assert lacking == []


def test_no_code_stands_outside_of_blocks(every):
    """A <pre> that is no block has escaped the two tests above."""
    for page in every.values():
        if not page.path.endswith("404.html"):
            assert len(list(page.article.iter("pre"))) == len(page.blocks), page.path


def test_every_link_and_anchor_leads_somewhere(site, every):
    dead = []
    for page in every.values():
        for _, _, address in page.addresses():
            if not address.startswith(VOID):
                continue
            file, fragment = target(site, unquote(address))
            there = every.get(file.relative_to(site).as_posix().removesuffix("index.html"))
            if not file.is_file() or (fragment and there and fragment not in there.ids):
                dead.append((page.path, address.removeprefix(VOID)))
    assert dead == []


def test_no_attribute_list_is_read_as_prose(every):
    """`{ #id }` that a line break has cut is text, and its address is lost."""
    cut = re.compile(r"\{ ?[#.][\w-]+")
    for path, page in every.items():
        prose = " ".join(
            "".join(e.itertext()) for tag in ("p", "li") for e in page.article.iter(tag)
        )
        assert not cut.search(prose), path


def test_search_index_holds_code_words_and_no_interface(site):
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    text = " ".join(doc["title"] + " " + doc["text"] for doc in index["docs"])
    separator = re.compile(index["config"]["separator"])
    words = {w for w in separator.split(re.sub(r"<[^>]+>", " ", text)) if w}
    assert words >= {"channels_first", "reshape", "transpose", "Flatten", "data_format"}
    assert not re.search(r"In \[\d+\]|Copied!|¶", text)


def test_every_page_describes_itself_and_names_its_headings(every):
    """Its own description, for searches; ids that a translation can share."""
    described = {}
    for page in every.values():
        if not page.path.endswith("404.html"):
            (meta,) = (e for e in page.tree.iter("meta") if e.get("name") == "description")
            assert described.setdefault(meta.get("content"), page.path) == page.path
    for path in (ROOT / "docs" / "en").rglob("*"):
        if path.suffix in (".md", ".py"):
            text = re.sub(r"^# ?(?!%%)", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
            text = text if path.suffix == ".py" else path.read_text(encoding="utf-8")
            headings = re.findall(
                r"^#{1,3} .*$", re.sub(r"(?ms)^```.*?^```", "", text), re.MULTILINE
            )
            bare = [h for h in headings if not re.search(r"\{ #[a-z-]+ \}$", h)]
            assert bare == [], path.name
