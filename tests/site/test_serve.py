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

from tests.project import PAGE, ROOT, SNIPPET, Project
from tests.site.small import Site, content

PATIENCE = 120  # seconds to wait for what takes two


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
