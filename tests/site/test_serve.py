"""Serving: an edit shows at once, only what it reaches is made, and all is as from a full build."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time

import pytest

from tests.project import PAGE, ROOT, SNIPPET, Project
from tests.site.small import Site, content
from tools.served import Served

PATIENCE = 120  # seconds to wait for what takes two


class ServedProject(Served):
    """A project under `mkdocs serve`, which has a folder of its own for temporary files."""

    def __init__(self, project, folder):
        self.project, self.temporary = project, folder / "temporary"
        self.temporary.mkdir()
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "TMPDIR": str(self.temporary)}
        super().__init__(project.folder, folder / "console.txt", environment, PATIENCE)

    def files(self):
        (site,) = self.temporary.glob("mkdocs_*")
        return content(site)

    def shows(self, text):
        """Wait for `text` on the first page."""
        self.wait_until(lambda: text in self.page())


@pytest.fixture
def served(tmp_path):
    """A tiny project under `mkdocs serve`."""
    with ServedProject(Project.tiny(tmp_path / "project"), tmp_path) as served:
        yield served
        print(served.console())  # pytest shows it if the test has failed


def test_edits_show_at_once_and_only_snippets_run(served):
    project, console = served.project, served.console
    assert "sum 2" in served.page()
    assert "livereload(" in served.page()  # click 8.3 once turned the live reload off

    project.write("snippets/sums/one.py", SNIPPET.replace("1 + 1", "1 + 4"))
    served.shows("sum 5")
    assert project.read("snippets/sums/one.txt") == "sum 5\n"
    assert re.search(r"recorded snippets/sums/one\.py\n.*-sum 2\n\s*\+sum 5", console(), re.DOTALL)

    runs = console().count("running")
    project.write("docs/index.md", PAGE + "\nAnother sentence.\n")
    served.shows("Another sentence.")
    assert console().count("running") == runs

    project.write("snippets/sums/one.py", SNIPPET + "\nraise RuntimeError('no')\n")
    served.wait_until(lambda: "snippets/sums/one.py:5" in console())

    project.write("docs/index.md", PAGE + '\n--8<-- "sums/no.md"\n')
    project.write("snippets/sums/one.py", SNIPPET.replace("1 + 1", "3 + 4"))
    served.wait_until(lambda: "mend the name, or record the snippet" in console())
    assert "mkdocs/commands/build.py" not in console()  # a message, no traceback of MkDocs
    project.write("docs/index.md", PAGE)
    served.shows("sum 7")

    project.write("requirements.txt", "keras==4\n")
    served.wait_until(lambda: "stop `mkdocs serve`" in console())
    served.wait_until(lambda: builds_after(2, console) == builds_after(3, console))  # not for ever


def builds_after(seconds, console):
    time.sleep(seconds)
    return console().count("Building documentation...")


def test_an_edit_makes_only_its_language_anew(tmp_path):
    """What both show, such as a snippet, makes both; a page that fails leaves the other."""
    project = Project.tiny(tmp_path / "project")
    project.write(
        "mkdocs.pt-BR.yml",
        "INHERIT: mkdocs.yml\ndocs_dir: pt-BR\n",
    )
    project.write("pt-BR/index.md", PAGE + "\nPrimeiras palavras.\n")
    with ServedProject(project, tmp_path) as served:

        def made():
            """When each language's first page was written."""
            (site,) = served.temporary.glob("mkdocs_*")
            return [(site / p / "index.html").stat().st_mtime_ns for p in ("", "pt-BR")]

        def edit(name, text, language, shown):
            before = made()
            project.write(name, text)
            served.wait_until(lambda: shown in served.page(language))
            time.sleep(2)  # a second build would follow at once
            return [a != b for a, b in zip(made(), before, strict=True)]

        try:
            assert "Primeiras palavras" in served.page("pt-BR/")
            assert edit("docs/index.md", PAGE + "\nEnglish.\n", "", "English.") == [True, False]
            assert "Primeiras palavras" in served.page("pt-BR/")
            assert edit("pt-BR/index.md", PAGE + "\nOutras.\n", "pt-BR/", "Outras.") == [
                False,
                True,
            ]
            snippet = SNIPPET.replace("1 + 1", "1 + 4")
            assert edit("snippets/sums/one.py", snippet, "pt-BR/", "sum 5") == [True, True]
            assert "sum 5" in served.page()
            project.write("pt-BR/index.md", PAGE + "\n[Nada](nada.md)\n")
            served.wait_until(lambda: "nada.md" in served.console())
            project.write("pt-BR/index.md", PAGE + "\nDe volta.\n")
            served.wait_until(lambda: "De volta." in served.page("pt-BR/"))
        finally:
            print(served.console())


@pytest.fixture(scope="module")
def whole_site_served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    with ServedProject(Site(folder / "project"), folder) as served:
        yield served


@pytest.fixture
def site_served(whole_site_served):
    yield whole_site_served
    print(whole_site_served.console())


def full_build(served):
    """Every file that a build of the project as it now stands gives, nothing remembered."""
    folder = served.project.copy(served.temporary.parent / "copy")
    target = served.temporary.parent / "full"
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(
        [sys.executable, "-m", "tests.site.full_build", served.address, str(target)],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )
    return content(target)


def add_page(site):
    site.write("docs/en/four.md", "---\ntags: [x]\n---\n# Four\n\n[One](one.md)\n")
    site.nav("one", "two", "three", "four")


def delete_page(site):
    (site.folder / "docs/en/four.md").unlink()
    site.nav("one", "two", "three")


# One after another, in one of pytest's processes: a page has to be added before it can be deleted.
EDITS = {  # what is edited: (how, the pages whose Markdown is converted anew; front matter is none)
    "prose": (lambda s: s.edit("docs/en/one.md", "First words", "Other words"), {"one"}),
    "snippet": (lambda s: s.edit("snippets/sums/one.py", "1 + 1", "2 + 2"), {"index"}),
    "record": (lambda s: s.edit("snippets/sums/drawn.py", "3, 2", "4, 2"), {"three"}),
    "heading": (lambda s: s.edit("docs/en/two.md", "Second {", "The second {"), {"two"}),
    "title": (lambda s: s.edit("docs/en/one.md", "# One", "---\ntitle: Why?\n---\n# One"), set()),
    "include": (lambda s: s.edit("docs/en/templates/shared.txt", "words", "text"), {"one", "two"}),
    "navigation": (lambda s: s.nav("two", "one", "three"), set()),
    "template": (lambda s: s.edit("theme/main.html", '"article"', '"website"'), set()),
    "added page": (add_page, {"index", "one", "two", "three", "four"}),
    "deleted page": (delete_page, {"index", "one", "two", "three"}),
}


@pytest.mark.xdist_group("serve")
@pytest.mark.parametrize("what", EDITS)
def test_what_is_served_after_an_edit_is_a_full_build(site_served, what):
    edit, reached = EDITS[what]
    before, remembered = site_served.files(), site_served.project.remembered()
    builds = site_served.console().count("Reloading browsers")
    edit(site_served.project)
    site_served.wait_until(lambda: site_served.console().count("Reloading browsers") > builds)
    full = full_build(site_served)
    assert full != before
    with contextlib.suppress(AssertionError):
        site_served.wait_until(lambda: site_served.files() == full)
    now = site_served.files()
    assert [n for n in {*full, *now} if full.get(n) != now.get(n)] == []

    after = site_served.project.remembered()
    assert {name for name in after if after[name] != remembered.get(name)} == reached
