"""Building: what stops it, what it leaves behind, what it does not do again. On a tiny project."""

import base64
import hashlib

import pytest
from mkdocs.exceptions import Abort

from tests.project import PAGE, SNIPPET, Project


@pytest.fixture
def project(tmp_path):
    return Project.tiny(tmp_path)


def test_a_failed_build_says_why_without_a_traceback_and_leaves_the_site(project):
    """As a reader sees it; what else stops a build is in tests/faults/."""
    project.write("site/index.html", "the previous site")
    project.write("docs/index.md", PAGE + "\n[Nowhere](nowhere.md)\n")
    project.fails_to_build(r"nowhere\.md.*\n.*Aborted with 1 warnings in strict mode")


def test_build_replaces_the_whole_site(project):
    project.write("site/old/index.html", "a page that is gone")
    done = project.build()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "running sums/one.py" in done.stderr
    assert "old/index.html" not in project.site()
    assert project.read("site/snippets/sums/one.py") == SNIPPET
    assert project.read("site/snippets/sums/one.txt") == "sum 2\n"
    assert [p.name for p in project.folder.glob(".site*")] == []


def test_each_build_of_a_process_starts_anew(project):
    """Nothing of a page that is gone, nor of a build that failed, is in the next one."""
    run = project.builder("build")
    project.write("docs/gone.md", "# Gone\n\n<script>gone</script>\n")
    run()
    script = base64.b64encode(hashlib.sha256(b"gone").digest()).decode()
    assert script in project.read("site/_headers")
    assert "gone.md" in project.read("site/llms.txt")
    (project.folder / "docs" / "gone.md").unlink()
    project.write("docs/index.md", PAGE + "\n[Nowhere](nowhere.md)\n")
    with pytest.raises(Abort):
        run()
    assert "gone.md" in project.read("site/llms.txt")
    project.write("docs/index.md", PAGE)
    run()
    assert "gone.md" not in project.read("site/llms.txt")
    assert script not in project.read("site/_headers")
    assert [p.name for p in project.folder.glob(".site*")] == []
