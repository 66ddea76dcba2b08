"""A notebook in a build: executed if need be, compared with its record, made a page."""

import json
import os
import subprocess
import sys

import pytest

from tests.project import NOTEBOOK, ROOT, Project

RECORD = "# %% import os\nfiles []\n"
BOOK, KEPT = "docs/lessons/book.py", "docs/lessons/book.txt"


@pytest.fixture
def project(tmp_path):
    made = Project.tiny(tmp_path)
    made.write(BOOK, NOTEBOOK)
    made.write(KEPT, RECORD)
    return made


def command(project, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "hooks.notebook", *arguments],
        cwd=project.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("added", "message"),
    [
        ("x = 1\nx.nothing\n", r"docs/lessons/book\.py:11: .*AttributeError"),
        (
            "import warnings\nwarnings.warn('careful')\n",
            r"docs/lessons/book\.py:7: it warns or writes to stderr, .* Mend the cause:\n.*careful",
        ),
        (
            "os.write(2, b'full')\nos._exit(3)\n",
            r"docs/lessons/book\.py:7: Python ended\. Let this cell run to its last line:\nfull",
        ),
        (
            "print(1)\n",
            r"docs/lessons/book\.py: its output is not what is recorded\.\n"
            r".* files \[\]\n *\+1\n"
            r" *If the new output is right: "
            r"python -m hooks\.notebook --record docs/lessons/book\.py",
        ),
    ],
    ids=["an error", "a warning", "an end", "another output"],
)
def test_failed_build_says_why_and_leaves_the_site(project, added, message):
    project.write("site/index.html", "the previous site")
    project.write(BOOK, NOTEBOOK + added)
    project.fails_to_build(message)


def test_a_remembered_result_is_compared_too(project):
    assert project.build().returncode == 0
    project.write(KEPT, RECORD.replace("[]", "['one']"))
    project.fails_to_build(r"-files \['one'\]\n *\+files \[\]")


def test_a_damaged_result_is_not_remembered(project):
    """Cut short; of another shape; of the right shape, with another output."""
    assert project.build().returncode == 0
    (kept,) = (project.folder / ".cache" / "notebooks").iterdir()
    whole = kept.read_text(encoding="utf-8")
    for damaged in (whole[:100], '{"markdown": 5, "ipynb": null}', whole.replace("[]", "[1]")):
        kept.write_text(damaged, encoding="utf-8")
        done = project.build()
        assert done.returncode == 0, done.stderr
        assert "executing docs/lessons/book.py" in done.stderr
        assert kept.read_text(encoding="utf-8") != damaged


def test_command_refuses_what_is_no_notebook(project):
    for path in ("docs/index.md", "docs/nothing.py", str(ROOT / "docs/en/lessons/notebook.py")):
        done = command(project, path)
        assert done.returncode == 2
        assert "no notebook of this project" in done.stderr


def test_command_records_what_the_build_then_accepts(project):
    (project.folder / KEPT).unlink()
    done = command(project, "--record")
    assert done.returncode == 0, done.stderr
    assert "no record yet; it printed:" in done.stdout
    assert project.read(KEPT) == RECORD
    project.write(BOOK, NOTEBOOK + "\n\n# %%\nfor i in range(2):\n    print(i)\n")
    done = command(project)
    assert done.returncode == 1
    assert "+# %% for i in range(2):\n  +0\n  +1\n" in done.stderr
    assert project.read(KEPT) == RECORD
    assert command(project, "--record", BOOK).returncode == 0
    assert project.read(KEPT) == RECORD + "\n# %% for i in range(2):\n0\n1\n"
    assert "executing" not in project.build().stderr


def test_two_runs_that_differ_are_not_recorded(project):
    project.write(BOOK, NOTEBOOK + "print(os.urandom(8).hex())\n")
    done = command(project, "--record")
    assert done.returncode == 1
    assert "docs/lessons/book.py: two runs printed or drew different things" in done.stderr
    assert project.read(KEPT) == RECORD


def test_notebook_runs_again_for_every_change_but_not_without_one(project):
    for change, env in (
        (lambda: None, {}),
        (lambda: project.write("requirements.txt", "keras==4\n"), {}),
        (lambda: project.write(BOOK, NOTEBOOK + "print()\n"), {}),
        (lambda: None, {"TF_ENABLE_ONEDNN_OPTS": "0"}),
    ):
        change()
        for expected in (True, False):
            done = project.build(**env)
            assert done.returncode == 0, done.stderr
            assert ("executing docs/lessons/book.py" in done.stderr) is expected


def test_notebook_page_is_a_page_like_any_other(project):
    assert project.build().returncode == 0
    html = project.read("site/lessons/book/index.html")
    assert '<h2 id="one">Part one</h2>' in html
    assert 'href="#one"' in html
    assert '<span class="filename">Output</span>' in html
    assert "In [1]" not in html
    assert "<style" not in html.partition('role="main"')[2]
    index = json.loads(project.read("site/search/search_index.json"))["docs"]
    assert {d["location"] for d in index} >= {"lessons/book/", "lessons/book/#one"}
    published = {p.name for p in (project.folder / "site" / "lessons").iterdir()}
    assert published == {"book", "book.ipynb", "book.md"}  # neither its source nor its record


def test_notebook_to_download_has_its_outputs(project):
    project.write(BOOK, NOTEBOOK.replace("## Part", "See [home](../index.md).\n#\n# ## Part"))
    assert project.build().returncode == 0
    book = json.loads(project.read("site/lessons/book.ipynb"))
    prose, code = book["cells"]
    assert code["outputs"][0]["text"] == ["files []\n"]
    assert "".join(prose["source"]).endswith("See home.\n\n## Part one")


def test_notebook_ignores_the_readers_kernels_and_settings(project, tmp_path_factory):
    """A kernel of the usual name that cannot start, an IPython start-up file, a PYTHONPATH."""
    home = tmp_path_factory.mktemp("home")
    spec = {"argv": ["/bin/false"], "display_name": "Broken", "language": "python"}
    kernel = home / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(json.dumps(spec), "utf-8")
    startup = home / "profile_default" / "startup" / "one.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("print('from start-up')", "utf-8")
    (home / "numpy.py").write_text("raise ImportError('not the real one')", "utf-8")
    project.write(BOOK, NOTEBOOK + "import sys, numpy\nprint(sys.executable)\n")
    project.write(KEPT, f"{RECORD}{sys.executable}\n")
    env = {"JUPYTER_PATH": str(home), "JUPYTER_DATA_DIR": str(home), "IPYTHONDIR": str(home)}
    done = project.build(PYTHONPATH=str(home), **env)
    assert done.returncode == 0, done.stderr


def test_build_with_nothing_changed_imports_nothing_that_executes(project):
    project.write(BOOK, NOTEBOOK + "import numpy\n")
    assert project.build().returncode == 0
    code = (
        "import sys; from mkdocs.__main__ import cli; cli(['build'], standalone_mode=False); "
        "print(sorted({'keras', 'tensorflow', 'matplotlib', 'mkdocs_jupyter', 'jupytext', "
        "'nbconvert', 'nbformat', 'traitlets'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project.folder, capture_output=True, encoding="utf-8"
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_serving_records_an_edited_notebook(project):
    run = project.builder("serve")
    run()
    assert project.read(KEPT) == RECORD
    project.write(BOOK, NOTEBOOK + "print(7)\n")
    run()
    assert project.read(KEPT) == RECORD + "7\n"
    assert "files []\n7\n" in project.read("site/lessons/book/index.html")
