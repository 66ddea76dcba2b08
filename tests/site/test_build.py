"""Building: what stops it, what it leaves behind, what it does not do again. On a tiny project."""

import json
import re
import subprocess
import sys

import pytest

from tests.project import NOTEBOOK, PAGE, SNIPPET, Project


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


def breaks_notebook(project):
    project.write("docs/lessons/book.py", NOTEBOOK + "x = 1\nx.nothing\n")
    return r"docs/lessons/book\.py:11: .*AttributeError"


def warns_in_notebook(project):
    project.write("docs/lessons/book.py", NOTEBOOK + "import warnings\nwarnings.warn('careful')\n")
    return r"docs/lessons/book\.py:7: it warns or writes to stderr:\n.*careful"


@pytest.mark.parametrize(
    "fault",
    [
        breaks_snippet,
        changes_output,
        shows_missing_snippet,
        links_nowhere,
        links_to_no_heading,
        breaks_notebook,
        warns_in_notebook,
    ],
)
def test_failed_build_says_why_and_leaves_the_site(project, fault):
    project.write("site/index.html", "the previous site")
    before = project.site()
    message = fault(project)
    done = project.build()
    assert done.returncode != 0
    assert re.search(message, done.stderr + done.stdout, re.DOTALL)
    assert "mkdocs/commands/build.py" not in done.stderr  # a message, no traceback of MkDocs
    assert project.site() == before
    assert [p.name for p in project.folder.glob(".site*")] == []
    assert project.read("snippets/sums/one.txt") == "sum 2\n"


def test_build_replaces_the_whole_site(project):
    project.write("site/old/index.html", "a page that is gone")
    done = project.build()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "running sums/one.py" in done.stderr
    assert "old/index.html" not in project.site()
    assert project.read("site/snippets/sums/one.py") == SNIPPET
    assert project.read("site/snippets/sums/one.txt") == "sum 2\n"
    assert [p.name for p in project.folder.glob(".site*")] == []


def drawn(project):
    """The number that the notebook drew at random when it ran."""
    return re.search("drawn ([0-9a-f]{16})", project.read("site/lessons/book/index.html"))[1]


def test_notebook_runs_again_for_every_change_but_not_without_one(project):
    project.write("docs/lessons/book.py", NOTEBOOK)
    seen = []
    for change in (
        lambda: None,
        lambda: project.write("requirements.txt", "keras==4\n"),
        lambda: project.write("docs/lessons/book.py", NOTEBOOK + "print()\n"),
    ):
        change()
        assert project.build().returncode == 0
        seen.append(drawn(project))
        again = project.build()
        assert again.returncode == 0
        assert "running" not in again.stderr
        assert drawn(project) == seen[-1]
    assert project.build(TF_ENABLE_ONEDNN_OPTS="0").returncode == 0
    seen.append(drawn(project))
    assert len(set(seen)) == 4


def test_notebook_page_is_a_page_like_any_other(project):
    project.write("docs/lessons/book.py", NOTEBOOK)
    assert project.build().returncode == 0
    html = project.read("site/lessons/book/index.html")
    assert '<h2 id="one">Part one</h2>' in html
    assert 'href="#one"' in html
    assert '<span class="filename">Output</span>' in html
    assert "In [1]" not in html
    assert "<style" not in html.partition('role="main"')[2]
    index = json.loads(project.read("site/search/search_index.json"))["docs"]
    assert {d["location"] for d in index} >= {"lessons/book/", "lessons/book/#one"}


def test_notebook_to_download_has_its_outputs(project):
    project.write(
        "docs/lessons/book.py",
        NOTEBOOK.replace("## Part", "See [home](../index.md).\n#\n# ## Part"),
    )
    assert project.build().returncode == 0
    book = json.loads(project.read("site/lessons/book.ipynb"))
    prose, code = book["cells"]
    assert code["outputs"][0]["text"] == [f"drawn {drawn(project)}\n"]
    assert "".join(prose["source"]).endswith("See home.\n\n## Part one")


def test_notebook_ignores_the_readers_kernels_and_settings(project, tmp_path_factory):
    """A kernel of the usual name that cannot start, an IPython start-up file, a PYTHONPATH."""
    home = tmp_path_factory.mktemp("home")
    spec = {"argv": ["/bin/false"], "display_name": "Broken", "language": "python"}
    kernel = home / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(json.dumps(spec))
    startup = home / "profile_default" / "startup" / "one.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("print('from start-up')")
    (home / "numpy.py").write_text("raise ImportError('not the real one')")
    project.write(
        "docs/lessons/book.py",
        NOTEBOOK + "import sys, numpy\nprint(sys.executable)\nprint(os.listdir())\n",
    )
    done = project.build(JUPYTER_PATH=str(home), JUPYTER_DATA_DIR=str(home), IPYTHONDIR=str(home))
    assert done.returncode == 0, done.stderr
    html = project.read("site/lessons/book/index.html")
    assert sys.executable in html
    assert "\n[]\n" in html
    assert "from start-up" not in html


def test_build_with_nothing_changed_imports_no_keras(project):
    project.write("docs/lessons/book.py", NOTEBOOK + "import numpy\n")
    assert project.build().returncode == 0
    code = (
        "import sys; from mkdocs.__main__ import cli; cli(['build'], standalone_mode=False); "
        "print(sorted({'keras', 'tensorflow', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project.folder, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
