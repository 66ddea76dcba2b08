"""Every number computed: each figure of the prose stands in a block or an output of its page."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.site.numbers import stated, values
from tests.site.pages import Page

pytestmark = pytest.mark.xdist_group("site")

RUN = ("about/verified/", "about/versions/")  # their tables come from what was run
EXCEPTIONS = Path(__file__).with_name("numbers.toml")


def own(every):
    return {path: page for path, page in every.items() if not path.endswith((*RUN, "404.html"))}


def shown(page):
    return "\n".join(block.text for block in page.blocks)


def test_every_figure_in_inline_code_stands_in_a_block_of_its_page(every):
    """It is printed, or written in the code, on the same page."""
    unproved = []
    for path, page in own(every).items():
        known, squeezed = values(shown(page)), re.sub(r"\s+", "", shown(page))
        for code in page.inline_code:
            if re.sub(r"\s+", "", code) not in squeezed and not values(code) <= known:
                unproved.append((path, code))
    assert unproved == []


def test_every_other_figure_stands_in_a_block_of_its_page(every):
    """In plain text, tables, formulas, in what describes a picture or the page."""
    excepted = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))
    unproved, used = [], set()
    for path, page in own(every).items():
        known = values(shown(page))
        name = path.removeprefix("pt-BR/").rstrip("/") or "home"
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
