"""Whatever the site ships that is not ours stands on the page on licences."""

import json
import re
from fnmatch import fnmatch
from pathlib import Path

import material
import pytest

from tests.project import ROOT
from tests.site.pages import language_of

pytestmark = pytest.mark.xdist_group("site")

PAGE = "about/licences/"
SNIPPETS = ROOT / "snippets"
THEIRS = {  # on the site: what the page calls it. What stands in a .map is looked up in it
    "assets/images/favicon.png": "Material for MkDocs",
    "assets/javascripts/bundle.*": "Material for MkDocs",
    "assets/javascripts/lunr/*": "lunr-languages",
    "assets/javascripts/workers/search.*": "lunr",
    "assets/python/*/openblas-*.zip": "OpenBLAS",
    "assets/python/*/pyodide*": "Pyodide",
    "assets/python/*/python_stdlib.zip": "Python",
    "assets/python/*/keras.zip": "Keras",
    "assets/stylesheets/*": "Material for MkDocs",
}
WITHIN = {  # what is linked into Pyodide, and what tells that it is; the last three are not
    "zlib": b"Jean-loup Gailly",
    "bzip2": b"libbzip2",
    "libffi": b"ffi_prep_cif",
    "musl": b"No error information",
    "dlmalloc": b"malloc_footprint",
    "LLVM": b"_ZNSt3__2",
    "Expat": b"expat_2",
    "mpdecimal": b"libmpdec",
    "HACL*": b"Hacl_Hash",
    "error-stack-parser": b"ErrorStackParser",
    "stackframe": b"StackFrame",
    "SQLite": b"SQLite format 3",
    "OpenSSL": b"OpenSSL",
    "XZ Utils": b"liblzma",
}
DATA = {"get_sample_data": "Photograph", "load_digits": "Handwritten digits"}
ICON = re.compile(r'<svg[^>]*>.*?<path d="([^"]+)"', re.DOTALL)


@pytest.fixture(scope="module")
def rows(every):
    """Names in the first column of the page's tables."""
    cells = [row.find("td") for row in every[PAGE].article.iter("tr")]
    return {next(cell.iter("a")).text for cell in cells if cell is not None}


def ours(name, theme):
    """True for what this repository, the pages or MkDocs have made."""
    _, name = language_of(name)
    built = not name.startswith("assets/") or name.endswith(("manifest.json", "/ours.zip"))
    return built or (ROOT / "theme" / name).is_file()


def test_every_file_that_is_not_ours_is_of_something_named(site, rows):
    files = [p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()]
    others = [name for name in files if not ours(name, ROOT / "theme")]
    assert len(others) > 10
    unnamed = []
    for name in others:
        _, plain = language_of(name)
        if plain.endswith(".whl"):
            package = plain.rpartition("/")[2].partition("-")[0].replace("_", "-").lower()
            found = package in {row.lower() for row in rows}
        else:
            found = any(fnmatch(plain, glob) and row in rows for glob, row in THEIRS.items())
        unnamed += [] if found else [name]
    assert unnamed == []


def test_every_library_within_a_script_is_named(site, rows):
    """As the script's own map of its sources has them."""
    named = {row.lower() for row in rows}
    within = {
        re.search(r"node_modules/((?:@[^/]+/)?[^/]+)/", source)[1]
        for path in site.rglob("*.js.map")
        for source in json.loads(path.read_text(encoding="utf-8"))["sources"]
        if "node_modules/" in source
    }
    assert within >= {"rxjs", "lunr"}
    assert within - named == set()


def test_every_library_within_pyodide_is_named(site, rows):
    """And no other: each leaves a word of its own in the files."""
    content = b"".join(p.read_bytes() for p in site.glob("assets/python/*/pyodide.*"))
    if not content:
        pytest.skip("built without a copy of Pyodide")
    found = {name for name, word in WITHIN.items() if word in content}
    assert found == WITHIN.keys() & rows


def test_every_icon_is_of_the_set_that_is_named(every, rows):
    assert "Material Design Icons" in rows
    shown = {path for page in every.values() for path in ICON.findall(page.html)}
    icons = Path(material.__file__).parent / "templates" / ".icons" / "material"
    known = {
        d for p in icons.glob("*.svg") for d in re.findall(r' d="([^"]+)"', p.read_text("utf-8"))
    }
    diagrams = {d for d in shown if d not in known}
    assert shown & known
    assert diagrams == set()


def test_what_figures_show_of_others_is_named(rows):
    """Photographs and data that their snippets load, and the letters, outlines of a font."""
    figures = [f for f in SNIPPETS.rglob("*.svg") if "." not in f.stem]  # not their translations
    sources = {path: path.with_suffix(".py").read_text(encoding="utf-8") for path in figures}
    for call, row in DATA.items():
        assert any(call in source for source in sources.values())
        assert row in rows
    loads = re.compile(r"\b(get_sample_data|load_(?!weights)\w+|fetch_\w+|face)\(")
    for path, source in sources.items():
        assert set(loads.findall(source)) <= DATA.keys(), path
    glyphs = {g for p in figures for g in re.findall(r'id="(\w+)-[0-9a-f]+"', p.read_text("utf-8"))}
    assert glyphs & {"DejaVuSans"}
    assert {g for g in glyphs if not g.startswith("DejaVuSans")} - {"figure", "patch"} == set()
    assert "DejaVu Sans" in rows
