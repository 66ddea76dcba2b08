"""Building: what stops it, what it leaves behind, what it does not do again. On a tiny project."""

import base64
import hashlib

import pytest
from mkdocs.exceptions import Abort

from tests.project import PAGE, SNIPPET, Project


@pytest.fixture
def project(tmp_path):
    return Project.tiny(tmp_path)


def breaks_snippet(project):
    project.write("snippets/sums/one.py", SNIPPET + "\nraise RuntimeError('no')\n")
    return r"snippets/sums/one\.py:5: .*RuntimeError: no"


def changes_output(project):
    project.write("snippets/sums/one.py", SNIPPET.replace("1 + 1", "1 + 2"))
    return (
        r"-sum 2\n *\+sum 3\n *If the new output is right: "
        r"python -m runner --record snippets/sums/one\.py"
    )


def shows_missing_snippet(project):
    project.write("docs/index.md", PAGE.replace("sums/one.py", "sums/two.py"))
    return r"index\.md.*sums/two\.py"


def links_nowhere(project):
    project.write("docs/index.md", PAGE + "\n[Nowhere](nowhere.md)\n")
    return r"nowhere\.md.*\n.*Aborted with 1 warnings in strict mode"


def links_to_no_heading(project):
    project.write("docs/index.md", PAGE + "\n[Nowhere](#nowhere)\n")
    return r"#nowhere.*\n.*Aborted with 1 warnings in strict mode"


def writes_blocks_in_another_way(project):
    project.write("mkdocs.yml", project.read("mkdocs.yml").replace("_class: true", "_class: false"))
    return r"index\.md: 2 of its blocks have a title, 0 were found in the HTML"


@pytest.mark.parametrize(
    "fault",
    [
        breaks_snippet,
        changes_output,
        shows_missing_snippet,
        links_nowhere,
        links_to_no_heading,
        writes_blocks_in_another_way,
    ],
)
def test_failed_build_says_why_and_leaves_the_site(project, fault):
    project.write("site/index.html", "the previous site")
    project.fails_to_build(fault(project))


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
    links_nowhere(project)
    with pytest.raises(Abort):
        run()
    assert "gone.md" in project.read("site/llms.txt")
    project.write("docs/index.md", PAGE)
    run()
    assert "gone.md" not in project.read("site/llms.txt")
    assert script not in project.read("site/_headers")
    assert [p.name for p in project.folder.glob(".site*")] == []
