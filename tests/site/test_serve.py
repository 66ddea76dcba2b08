"""Serving: an edit shows at once, only what it reaches is made, and all is as from a full build."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from runner.pool import stop
from tests.project import PAGE, ROOT, SNIPPET, Project, mkdocs

PATIENCE = 120  # seconds to wait for what takes two
SHED = shutil.ignore_patterns("__pycache__", "site", "pages")  # what is remembered of pages, too
FIGURE = '''"""Draws."""

import matplotlib.pyplot as plt

plt.figure(figsize=(3, 2))
plt.plot([1, 2])
'''


class Served:
    """A project under `mkdocs serve`."""

    def __init__(self, project, folder):
        self.project, self.temporary = project, folder / "temporary"
        self.temporary.mkdir()
        self.log = folder / "console.txt"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/"
        with self.log.open("w") as console:
            self.process = subprocess.Popen(
                [sys.executable, "-u", "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
                cwd=project.folder,
                env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "TMPDIR": str(self.temporary)},
                stdout=console,
                stderr=subprocess.STDOUT,
            )

    def console(self):
        return self.log.read_text()

    def files(self):
        (site,) = self.temporary.glob("mkdocs_*")
        return content(site)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)


def content(site):
    """Every file below `site` with its bytes; a file that is just being replaced is left out."""
    found = {}
    for path in site.rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file():
                found[path.relative_to(site).as_posix()] = path.read_bytes()
    return found


@pytest.fixture
def served(tmp_path):
    """A tiny project under `mkdocs serve`."""
    served = Served(Project.tiny(tmp_path / "project"), tmp_path)
    yield served
    served.stop()


def wait_for(text, address):
    """Poll the page until it holds `text`; give the page."""
    page, deadline = "", time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            page = urllib.request.urlopen(address, timeout=5).read().decode()
            if text in page:
                return page
        time.sleep(0.2)
    raise AssertionError(f"{text!r} is not on the page after {PATIENCE} s:\n{page}")


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_edits_show_at_once_and_only_snippets_run(served):
    project, address, console = served.project, served.address, served.console
    page = wait_for("sum 2", address)
    assert "livereload(" in page  # click 8.3 once turned the live reload off

    project.write("snippets/sums/one.py", SNIPPET.replace("1 + 1", "1 + 4"))
    wait_for("sum 5", address)
    assert project.read("snippets/sums/one.txt") == "sum 5\n"
    assert re.search(r"recorded snippets/sums/one\.py\n.*-sum 2\n\s*\+sum 5", console(), re.DOTALL)

    runs = console().count("running")
    project.write("docs/index.md", PAGE + "\nAnother sentence.\n")
    wait_for("Another sentence.", address)
    assert console().count("running") == runs

    project.write("snippets/sums/one.py", SNIPPET + "\nraise RuntimeError('no')\n")
    wait_until(lambda: "snippets/sums/one.py:5" in console())

    project.write("snippets/sums/one.py", SNIPPET.replace("1 + 1", "3 + 4"))
    wait_for("sum 7", address)

    project.write("requirements.txt", "keras==4\n")
    wait_until(lambda: "stop `mkdocs serve`" in console())
    wait_until(lambda: builds_after(2, console) == builds_after(3, console))  # not for ever


def builds_after(seconds, console):
    time.sleep(seconds)
    return console().count("Building documentation...")


class Site(Project):
    """This site's configuration, hooks and theme with four small pages; docs_dir is docs/en."""

    def __init__(self, folder):
        folder.mkdir()
        super().__init__(folder)
        for name in ("hooks", "theme", "runner"):
            shutil.copytree(ROOT / name, folder / name, ignore=SHED)
        self.nav("one", "two", "three")
        self.write("snippets/sums/one.py", SNIPPET)
        self.write("snippets/sums/one.txt", "sum 2\n")
        self.write("snippets/sums/drawn.py", FIGURE)
        self.write("docs/en/templates/shared.txt", "shared words\n")
        self.write("docs/en/index.md", PAGE + "\n[Two](two.md#second), [three](three.md).\n")
        shared = '```text\n--8<-- "templates/shared.txt"\n```\n'
        self.write("docs/en/one.md", f"# One\n\nFirst words.\n\n{shared}")
        self.write("docs/en/two.md", f"# Two\n\n## Second {{ #second }}\n\n{shared}")
        drawn = "![What is drawn](snippets/sums/drawn.svg)"
        self.write("docs/en/three.md", f"# Three\n\n{drawn}\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n")
        self.record()
        stop()

    def nav(self, *pages):
        ours = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
        lines = [f"  - {name.capitalize()}: {name}.md" for name in ("index", *pages)]
        self.write("mkdocs.yml", "\n".join([ours, "nav:", *lines, ""]))

    def edit(self, name, old, new):
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new))

    def remembered(self):
        """The pages whose HTML is remembered, each with the time from which on it is."""
        pages = (self.folder / ".cache" / "pages" / "en").glob("*.md.html")
        return {p.name.removesuffix(".md.html"): p.stat().st_mtime_ns for p in pages}

    def copy(self, folder):
        """The same project, with nothing remembered of its pages."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder, ignore=SHED)
        return folder


@pytest.fixture(scope="module")
def site_served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    served = Served(Site(folder / "project"), folder)
    wait_until(lambda: "Serving on" in served.console())
    yield served
    served.stop()


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


@pytest.mark.parametrize("what", EDITS)
def test_what_is_served_after_an_edit_is_a_full_build(site_served, what):
    edit, reached = EDITS[what]
    before, remembered = site_served.files(), site_served.project.remembered()
    builds = site_served.console().count("Reloading browsers")
    edit(site_served.project)
    wait_until(lambda: site_served.console().count("Reloading browsers") > builds)
    full = full_build(site_served)
    assert full != before
    with contextlib.suppress(AssertionError):
        wait_until(lambda: site_served.files() == full)
    now = site_served.files()
    assert [n for n in {*full, *now} if full.get(n) != now.get(n)] == []

    after = site_served.project.remembered()
    assert {name for name in after if after[name] != remembered.get(name)} == reached


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A project as `Site`, built once; a test that edits it puts it right again."""
    site = Site(tmp_path_factory.mktemp("built") / "project")
    done = site.build()
    assert done.returncode == 0, done.stderr
    return site


def test_a_build_from_memory_is_a_full_build(built, tmp_path):
    before = built.remembered()
    built.edit("docs/en/one.md", "First words", "Last words")
    assert built.build().returncode == 0
    assert {n for n, time in built.remembered().items() if time != before[n]} == {"one"}
    assert mkdocs(built.copy(tmp_path / "copy"), "build").returncode == 0
    assert built.site() == content(tmp_path / "copy" / "site")


def test_a_link_that_an_edit_elsewhere_breaks_stops_each_build(built):
    site, remembered = built.site(), built.remembered()
    built.edit("docs/en/two.md", "#second", "#third")
    for _ in range(2):
        done = built.build()
        assert done.returncode == 1
        assert "does not contain an anchor '#second'" in done.stderr
        assert built.remembered()["index"] == remembered["index"]
    built.edit("docs/en/two.md", "#third", "#second")
    (built.folder / "docs/en/three.md").rename(built.folder / "three.md")
    built.nav("one", "two")
    for _ in range(2):
        done = built.build()
        assert done.returncode == 1
        assert "'three.md', but the target is not found" in done.stderr
    (built.folder / "three.md").rename(built.folder / "docs/en/three.md")
    built.nav("one", "two", "three")
    assert built.build().returncode == 0
    assert built.site() == site


def test_a_memory_that_is_broken_or_another_versions_is_not_used(built):
    site, kept = built.site(), built.folder / ".cache" / "pages" / "en"
    for number, path in enumerate(sorted(p for p in kept.rglob("*") if p.is_file())):
        text = path.read_text(encoding="utf-8")
        broken = (text.replace("o", "a"), text[: len(text) // 2], "", text.replace("\n", "\n0", 1))
        path.write_text(broken[number % 4], encoding="utf-8")
    done = built.build()
    assert done.returncode == 0, done.stderr
    assert built.site() == site

    before = built.remembered()
    built.edit("hooks/folder.py", "import Path\n", "import Path  # another version\n")
    assert built.build().returncode == 0
    assert not {*before.items()} & {*built.remembered().items()}


def test_an_extension_that_might_see_more_keeps_all_pages_from_memory(built):
    before = built.remembered()
    built.edit("mkdocs.yml", "  - admonition\n", "  - admonition\n  - smarty\n")
    done = built.build()
    assert done.returncode == 0, done.stderr
    assert "does not know ['smarty']" in done.stderr
    assert built.remembered() == before
