"""A page that is wrong stops the build: what it includes, what it calls a block, links, bytes."""

import re

import pytest

from runner.pool import stop
from tests.faults.fault import Fault, failure, is_clear
from tests.project import PAGE, SNIPPET, Project
from tests.told import is_as_recorded

MORE = PAGE + "\n## Second { #second }\n\n[To it](#second)\n"
OTHER = SNIPPET.replace("1 + 1", "2 + 2")
CODE, OUTPUT = PAGE.split("\n\n", 1)[1].strip().split("\n\n")
STRICT = "in strict mode"


def page(text, name="docs/index.md"):
    return lambda project: project.write(name, text)


def swap(old, new, name="docs/index.md"):
    """In a page of two snippets, `sums/one.py` and `sums/two.py`, with a heading and a figure."""

    def plant(project):
        text = project.read(name)
        assert old in text
        project.write(name, text.replace(old, new, 1))

    return plant


def gone(name):
    return lambda project: (project.folder / name).unlink()


def bom(name):
    return lambda project: project.write(name, b"\xef\xbb\xbf" + project.read(name).encode())


FAULTS = {
    "a snippet fails": Fault(
        page(SNIPPET + "\nraise RuntimeError('no')\n", "snippets/sums/one.py"),
        "snippets/sums/one.py:5: it stopped at RuntimeError: no",
        "python -m runner snippets/sums/one.py",
    ),
    "a snippet prints something else": Fault(
        page(OTHER, "snippets/sums/one.py"),
        "snippets/sums/one.py: its output is not what is recorded",
        "python -m runner --record snippets/sums/one.py",
        "-sum 2\n  +sum 4",
    ),
    "a snippet with a BOM": Fault(
        bom("snippets/sums/one.py"), "snippets/sums/one.py", "save it as UTF-8 without BOM"
    ),
    "a record with a BOM": Fault(
        bom("snippets/sums/one.txt"),
        "snippets/sums/one.py",
        "python -m runner --record snippets/sums/one.py",
    ),
    "an include of what is not there": Fault(
        swap('8<-- "sums/one.txt"', '8<-- "sums/no.txt"'), "docs/index.md:7:", "sums/one.txt"
    ),
    "an include of no block": Fault(
        page(MORE + '\n--8<-- "sums/nothing.md"\n'),
        "index.md",
        "mend the name, or record the snippet",
        "sums/nothing.md",
    ),
    "an include from outside": Fault(
        page(MORE + '\n--8<-- "../requirements.txt"\n'), "index.md", "mend the name"
    ),
    "an output of another snippet": Fault(
        swap('8<-- "sums/one.txt"', '8<-- "sums/two.txt"'),
        "docs/index.md:7: sums/two.txt stands under sums/one.py",
        "Include that",
    ),
    "a section of a file": Fault(
        swap('8<-- "sums/one.py"', '8<-- "sums/one.py:part"'),
        "docs/index.md:3: a block is called sums/one.py and includes sums/one.py:part",
        'title="sums/one.py"',
    ),
    "lines of a file": Fault(
        swap('8<-- "sums/one.py"', '8<-- "sums/one.py:1:2"'), "docs/index.md:3:", "a whole snippet"
    ),
    "another title": Fault(
        swap('title="sums/one.py"', 'title="sums/won.py"'),
        "docs/index.md:3: a block is called sums/won.py",
        'title="sums/one.py"',
    ),
    "the title of another snippet": Fault(
        swap('title="sums/one.py"', 'title="sums/two.py"'), "docs/index.md:3:", "sums/one.py"
    ),
    "blocks of another markup": Fault(
        swap("lang_class: true", "lang_class: false", "mkdocs.yml"),
        "index.md: 4 of its blocks have a title, 0 were found in the HTML",
        "or BLOCK in hooks/markup.py",
    ),
    "another heading id": Fault(swap("{ #second }", "{ #third }"), "index.md", STRICT, "#second"),
    "a section is gone": Fault(
        swap("## Second { #second }\n", ""), "index.md", STRICT, "'#second'"
    ),
    "a section of another page is gone": Fault(
        page("# More\n", "docs/more.md"), "index.md", STRICT, "more.md#part"
    ),
    "a page is gone": Fault(gone("docs/more.md"), "more.md", STRICT, "index.md"),
    "a figure is gone from the page's reach": Fault(
        swap("drawn.svg", "drown.svg"),
        "snippets/sums/drown.svg: not there",
        "record it: python -m runner --record snippets/sums/drown.py",
        "index.md",
    ),
    "a page that is not UTF-8": Fault(
        page(b"# Caf\xe9\n", "docs/more.md"), "docs/more.md:1: not UTF-8", "save it as UTF-8"
    ),
    "a page with a BOM": Fault(bom("docs/more.md"), "docs/more.md", "UTF-8 without BOM"),
    "words of a widget with a BOM": Fault(
        page("\ufeffwords\n", "docs/templates/words.txt"), "docs/templates/words.txt", "without BOM"
    ),
    "what a figure says in another language": Fault(
        page('["sums/drawn"]\n"one" = \n', "docs/xx/figures.toml"),
        "docs/xx/figures.toml: no TOML",
        "(at line 2, column 9); mend that line",
    ),
    "a page of the translation is gone": Fault(gone("pt-BR/more.md"), "more.md", STRICT),
    "a link of the translation": Fault(
        page(PAGE + "\n[Nada](nada.md)\n", "pt-BR/index.md"), "nada.md", STRICT, "index.md"
    ),
    "a block of the translation": Fault(
        swap('title="sums/one.py"', 'title="sums/won.py"', "pt-BR/index.md"),
        "pt-BR/index.md:3:",
        'title="sums/one.py"',
    ),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A site of two pages in two languages, with a figure, built once."""
    project = Project.tiny(tmp_path_factory.mktemp("whole").resolve())
    drawn = "import matplotlib.pyplot as plt\n\nplt.plot([1, 2])\n"
    project.write("snippets/sums/two.py", OTHER)
    project.write("snippets/sums/drawn.py", drawn)
    two = f"{CODE}\n\n{OUTPUT}\n".replace("one", "two")
    figure = "![Drawn](snippets/sums/drawn.svg)\n"
    text = f"{MORE}\n{two}\n{figure}\n[More](more.md#part)\n"
    for folder in ("docs", "pt-BR"):
        project.write(f"{folder}/index.md", text)
        project.write(f"{folder}/more.md", "# More\n\n## Part { #part }\n")
    project.write("mkdocs.pt-BR.yml", "INHERIT: mkdocs.yml\ndocs_dir: pt-BR\n")
    project.record()
    assert failure(project) == ""
    assert re.search(r'<img[^>]* width="\d+"', project.read("site/pt-BR/index.html"))
    yield project
    stop()


@pytest.fixture
def project(whole):
    """It, put right again after each fault; what was built of it stays."""
    before, site = whole.tree(), whole.site()
    yield whole
    assert whole.site() == site, "a failed build leaves the site"
    assert list(whole.folder.glob(".site*")) == []
    for name in whole.tree().keys() - before.keys():
        (whole.folder / name).unlink()
    for name, data in before.items():
        whole.write(name, data)


@pytest.mark.xdist_group("faults-pages")
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_stops_the_build_and_is_told_with_its_file_and_the_remedy(project, name):
    FAULTS[name].plant(project)
    message = failure(project)
    FAULTS[name].is_told_in(message)
    is_clear(message)
    is_as_recorded(__file__, name, message, project.folder)
