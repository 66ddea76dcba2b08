"""Nothing is published that no page uses: figures, styles, scripts, measured tables."""

import re

import pytest

from tests.project import ROOT
from tests.site.pages import VOID
from tools.translation import ENGLISH, languages

pytestmark = pytest.mark.xdist_group("site")

THEME = ROOT / "theme"
SHEETS = sorted(THEME.rglob("*.css"))
REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
SELECTOR = re.compile(r"([^{};]+)\{")
NAME = re.compile(r"[.#]([A-Za-z_][\w-]*)|\[([\w-]+)|(?<![\w.#:(-])([a-z]+-[\w-]+)")
DRAWN = {
    f"assets/card-{name}.png" for name in (ENGLISH, *languages())
}  # named in a page's og:image


def style(path):
    return REMARK.sub("", path.read_text(encoding="utf-8"))


def names(css):
    """Classes, ids, attributes and elements of ours that the selectors of a sheet name."""
    selectors = (s for s in SELECTOR.findall(css) if not s.strip().startswith("@"))
    return {n for s in selectors for found in NAME.findall(s) for n in found if n}


def test_names_of_a_sheet_are_found():
    css = "@media (min-width: 2em) {\n.a > #b[data-c='d'].e:hover,\nf-g {\n  top: 0.3rem;\n}\n}"
    assert names(css) == {"a", "b", "data-c", "e", "f-g"}


@pytest.fixture(scope="module")
def known(site, every):
    """Words that pages hold as classes, ids, attributes, elements, and words of the scripts.

    Notes too, which a page may open with only where packages are missing.
    """
    prose = "".join(p.read_text("utf-8") for p in (ROOT / "docs").rglob("*.*") if p.is_file())
    words = {"admonition", "admonition-title", *re.findall(r"^ *!!! (\w+)", prose, re.MULTILINE)}
    for page in every.values():
        for element in page.tree.iter():
            words |= {element.tag, *element.attrib} if isinstance(element.tag, str) else set()
            words |= set(element.get("class", "").split()) | {element.get("id", "")}
    for script in site.rglob("*.js"):
        if "lunr" not in script.parts and "python" not in script.parts:
            text = script.read_text(encoding="utf-8")
            words |= set(re.findall(r"[\w-]+", text))
            words |= {f"data-{name}" for name in re.findall(r"dataset\.(\w+)", text)}
    return words


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_rule_of_a_style_sheet_finds_something(sheet, known):
    assert names(style(sheet)) - known == set()


def test_every_property_that_a_style_sheet_sets_is_used(site):
    css = "".join(style(path) for path in site.rglob("*.css"))
    used = set(re.findall(r"var\(\s*(--[\w-]+)", css))
    ours = {n for sheet in SHEETS for n in re.findall(r"(--[\w-]+)\s*:", style(sheet))}
    assert ours
    assert ours - used == set()


def test_every_file_of_the_theme_is_loaded(site, every):
    loaded = {a for page in every.values() for _, _, a in page.addresses()}
    scripts = "".join(p.read_text(encoding="utf-8") for p in THEME.rglob("*.js"))
    for path in sorted((THEME / "assets").rglob("*")):
        name = path.relative_to(THEME).as_posix()
        if name.startswith("assets/search/"):  # part of the search's worker
            lines = path.read_text(encoding="utf-8").rstrip().splitlines() if path.is_file() else []
            workers = [p.read_text(encoding="utf-8") for p in site.rglob("workers/search.*.js")]
            assert len(workers) == 2
            assert all(text.rstrip().endswith("\n".join(lines[-3:])) for text in workers)
        elif path.is_file() and f"{VOID}{name}" not in loaded:
            pages = "".join(page.html for page in every.values()) if name in DRAWN else ""
            assert path.name in scripts + pages or re.search(r"words\.", path.name), name


def test_every_figure_and_every_measured_table_is_on_a_page(every):
    shown = {a for page in every.values() for _, _, a in page.addresses("img")}
    figures = {f.relative_to(ROOT) for f in (ROOT / "snippets").rglob("*.svg")}
    for figure in figures:  # one in another language stands at the address of the English one
        name, _, language = figure.stem.partition(".")
        address = figure.with_name(f"{name}.svg").as_posix()
        assert f"{VOID}{language}{'/' if language else ''}{address}" in shown, figure
    prose = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "docs" / "en").rglob("*.md"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    included = set(re.findall(r'--8<-- "([^"]+)"', prose))
    for path in [*(ROOT / "bench").glob("*.txt"), *(ROOT / "bench").glob("*.md")]:
        assert path.name in included or f"`bench/{path.name}`" in readme
    for path in (ROOT / "docs" / "en" / "templates").iterdir():
        words = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "hooks").rglob("*.py"))
        assert f"templates/{path.name}" in included or path.name in words or path.stem in words
