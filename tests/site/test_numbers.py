"""Every number computed: each figure of the prose stands in a block or an output of its page."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.project import ROOT
from tests.site.numbers import stated, values
from tests.site.pages import Page, language_of

pytestmark = pytest.mark.xdist_group("site")

RUN = ("about/verified/", "about/versions/")  # their rows are included: a program wrote them
EXCEPTIONS = Path(__file__).with_name("numbers.toml")


@pytest.fixture(scope="module")
def own(site, every):
    """Every page by its path, those in RUN without the rows that they include."""
    found = {path: page for path, page in every.items() if not path.endswith("404.html")}
    for path in [path for path in found if path.endswith(RUN)]:
        found[path] = Page(every[path].file, site)
        for element in found[path].article.iter():
            for child in [child for child in element if is_row(child)]:
                element.remove(child)
    return found


def is_row(element):
    """A table's body, or an item of a list that a bold letter begins."""
    letter = element.find("strong") if element.tag == "li" else None
    return element.tag == "tbody" or (letter is not None and len(letter.text) == 1)


@pytest.mark.parametrize("source", sorted((ROOT / "docs").glob("*/about/ver*.md")), ids=str)
def test_no_row_of_these_pages_is_typed(source):
    """What the test of the prose leaves out there comes from a file that is included."""
    lines = source.read_text(encoding="utf-8").splitlines()
    tables = [number for number, line in enumerate(lines) if line.startswith("|--")]
    assert tables
    assert [n for n in tables if not re.fullmatch(r'--8<-- "[\w/-]+\.md"', lines[n + 1])] == []
    assert [n for n in tables if any(lines[n + 2 : n + 3])] == []
    assert [line for line in lines if re.match(r"[-*] \*\*.\*\*", line)] == []


def shown(page):
    return "\n".join(block.text for block in page.blocks)


def test_every_figure_in_inline_code_stands_in_a_block_of_its_page(own):
    """It is printed, or written in the code, on the same page."""
    unproved = []
    for path, page in own.items():
        known, squeezed = values(shown(page)), re.sub(r"\s+", "", shown(page))
        for code in page.inline_code:
            if re.sub(r"\s+", "", code) not in squeezed and not values(code) <= known:
                unproved.append((path, code))
    assert unproved == []


def test_every_other_figure_stands_in_a_block_of_its_page(own):
    """In plain text, tables, formulas, in what describes a picture or the page."""
    excepted = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))
    unproved, used = [], set()
    for path, page in own.items():
        known = values(shown(page))
        name = language_of(path)[1].rstrip("/") or "home"
        for one in stated(page):
            if one.number in known:
                continue
            if one.number in excepted.get(name, ()):
                used.add((name, one.number))
            else:
                unproved.append((path, one.number, one.about))
    assert unproved == []
    assert {(page, n) for page, reasons in excepted.items() for n in reasons} == used


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a 5038.100, -3 b2 (2,3)", {"5038.1", "3", "2"}),
        ("1,024 v2.0.3", {"1024"}),
        ("0.50", {"0.5"}),
        ("2**24 x**2 2.0**3", {"2", "16777216", "24", "3"}),
    ],
)
def test_numbers_of_code_are_found(text, found):
    assert values(text) == found


@pytest.mark.parametrize(
    ("path", "html", "found"),
    [
        ("", "<p>2,530 crops, 26 times; 3.50 <b>ms</b>.</p>", ["2530", "26", "3.5"]),
        ("pt-BR/", "<p>2.530 recortes, 26 vezes; 3,50 ms.</p>", ["2530", "26", "3.5"]),
        ("", "<p>It took 7<br>or 8 s <code>9</code></p><pre><code>10</code></pre>", ["7", "8"]),
        ("", "<table><tr><td>11</td><td>12 %</td></tr></table>", ["11", "12"]),
        ("", "<math><mfrac><mn>13</mn><mn>14</mn></mfrac><mi>x1</mi></math>", ["13", "14"]),
        ("", "<p>2²⁴ sums, 3ª, f², 8.5²</p>", ["16777216", "8.5²"]),
        ("", '<img alt="a map of 15 by 16">', ["15", "16"]),
        (
            "",
            "<p>Keras 3 and 17, Keras 2.1.6, VGG16, in 2017 a 1×1 and a 3×3</p>",
            ["17", "3", "3"],
        ),
        ("", '<p><a href="x/issues/18">keras 18</a> <a href="y">19</a></p>', ["19"]),
        ("", '<h2>20. First</h2><table><td><a href="#a">21</a></td></table>', []),
    ],
)
def test_numbers_of_prose_are_found(path, html, found, tmp_path):
    file = tmp_path / path / "index.html"
    file.parent.mkdir(exist_ok=True)
    text = f'<meta name="description" content="99 of all"><article>{html}</article>'
    file.write_text(text, encoding="utf-8")
    page = Page(file, tmp_path)
    assert sorted(one.number for one in stated(page)) == sorted([*found, "99"])
