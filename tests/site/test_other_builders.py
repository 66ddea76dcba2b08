"""Other builders: ProperDocs makes the same pages; any that reads Markdown gets all it needs."""

import os
import re
import subprocess
import sys

import pytest

from runner import RunnerError
from tests.project import ENOUGH, ROOT, Project
from tests.site.pages import Page
from tools.prepare import prepare

pytestmark = pytest.mark.xdist_group("site")
GENERATOR = re.compile(r'<meta name="generator" content="[^"]*">')


def content(site):
    """Every file of a site by name; pages without what names their generator."""
    files = {p.relative_to(site).as_posix(): p for p in sorted(site.rglob("*")) if p.is_file()}
    return {
        name: GENERATOR.sub("", path.read_text(encoding="utf-8"))
        if path.suffix == ".html"
        else path.read_bytes()
        for name, path in files.items()
    }


def test_properdocs_builds_the_same_site(site, tmp_path):
    """Material for MkDocs ends on 2027-05-05; this is the drop-in for MkDocs 1.x."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "properdocs",
            "build",
            "-f",
            "mkdocs.yml",
            "-d",
            str(tmp_path / "site"),
        ],
        cwd=ROOT,
        env={
            **{k: v for k, v in os.environ.items() if k != "SITE_URL"},
            "NO_MKDOCS_2_WARNING": "1",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=ENOUGH,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    ours, theirs = content(site), content(tmp_path / "site")
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []
    assert "properdocs" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8").lower()


@pytest.fixture
def project(tmp_path):
    return Project.tiny(tmp_path)


def by_hand(project):
    """Prepared, built and finished without MkDocs."""
    return subprocess.run(
        [sys.executable, "-m", "tests.site.plain_builder"],
        cwd=project.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=ENOUGH,
    )


def test_a_builder_without_hooks_gets_what_ran_and_its_pages_are_finished(project):
    project.write(
        "docs/more.md", "---\ntitle: More\ndescription: Of it.\n---\n\n# More { #more }\n"
    )
    done = by_hand(project)
    assert done.returncode == 0, done.stderr
    page = Page(project.folder / "site" / "index.html", project.folder / "site")
    codes = ["".join(e.itertext()) for e in page.tree.iter("code")]
    assert codes[0].rstrip("\n") == project.read("snippets/sums/one.py").rstrip("\n")
    assert codes[1] == "sum 2\n"
    assert "script-src 'self' 'sha256-" in page.html
    assert "'sha256-" in project.read("site/_headers")
    assert "- [More](https://example.org/more.md): Of it." in project.read("site/llms.txt")
    assert "sum 2" in project.read("site/index.md")
    assert project.read("made/snippets/sums/one.txt") == "sum 2\n"


def test_pages_for_another_builder_say_what_their_blocks_need(project):
    words = (ROOT / "docs/en/templates/needs.txt").read_text(encoding="utf-8")
    project.write("docs/templates/needs.txt", words)
    project.write("snippets/sums/one.py", "import numpy as np\n\nprint('sum', np.add(1, 1))\n")
    made = project.folder / "made"
    prepare(project.folder, made, say=project.said.append)
    assert "pip install numpy" in (made / "index.md").read_text(encoding="utf-8").splitlines()[-1]
    project.write("docs/templates/needs.txt", "Install {nothing}.\n")
    words = (
        r"docs/templates/needs\.txt: its braces .*'nothing'.* Those that can: \{projects\}, \{con"
    )
    with pytest.raises(RunnerError, match=words):
        prepare(project.folder, made, say=project.said.append)


def test_what_is_prepared_does_not_replace_what_it_is_made_from(project):
    before = project.tree()
    for name in ("docs", ".", "snippets/sums"):
        with pytest.raises(RunnerError, match="name a folder of its own"):
            prepare(project.folder, project.folder / name)
    project.write("docs/en/index.md", "# One\n")
    with pytest.raises(RunnerError, match=r"docs/pt: no such language; name one of en"):
        prepare(project.folder, project.folder / "made", "pt")
    assert project.tree().keys() == {*before, "docs/en/index.md"}


def test_nothing_is_prepared_of_a_snippet_that_prints_something_else(project):
    project.write("snippets/sums/one.txt", "sum 3\n")
    done = by_hand(project)
    assert done.returncode != 0
    assert "python -m runner --record snippets/sums/one.py" in done.stderr
    assert not (project.folder / "made").exists()
