"""Where the packages of a topic are, which lock file is theirs, and what that decides."""

import hashlib
import os
import platform
import sys
import sysconfig
from pathlib import Path

import pytest

from runner import RunnerError, environment, packages
from runner.packages import Packages, folder_of, of_folder, topics
from runner.snippet import Snippet, find
from tests import project
from tests.project import HASHED


@pytest.fixture
def root(tmp_path):
    """A project's folder; `put` writes a file of its snippets."""
    (tmp_path / "snippets").mkdir()
    return tmp_path.resolve()


def put(root, name, text):
    return project.put(root / "snippets" / name, text)


def test_the_projects_own_are_those_of_this_python(root, monkeypatch):
    monkeypatch.setattr(packages.sys, "executable", "/elsewhere/python3")
    own = Packages(root, root / "requirements.txt")
    assert (own.own, own.ready, own.name) == (True, True, "requirements.txt")
    assert own.python == Path("/elsewhere/python3")
    assert own.site == Path(sysconfig.get_path("purelib"))
    assert own.text == "no lock file"
    assert own.fingerprint() == environment.environment_fingerprint(root)
    (root / "requirements.txt").write_bytes(b"torch==2\r\n")
    own = Packages(root, root / "requirements.txt")
    assert own.text == "torch==2\n"
    assert own.backend == "tensorflow"  # whatever else is there
    assert own.digest() == hashlib.sha256(b"torch==2\n").hexdigest()[:16]


@pytest.mark.parametrize(
    ("system", "python"), [("linux", "bin/python"), ("win32", "bin/python.exe")]
)
def test_a_topics_own_are_in_a_folder_of_the_cache(root, monkeypatch, system, python):
    lock = put(root, "one/requirements.txt", HASHED)
    monkeypatch.setattr(packages.sys, "platform", system)
    found = Packages(root, lock)
    made_by = (HASHED, sys.version, sys.base_prefix, platform.machine())
    digest = hashlib.sha256(repr(made_by).encode()).hexdigest()[:16]
    folder = root / ".cache" / "environments" / digest
    assert found.folder == folder
    assert (found.own, found.ready, found.name) == (False, False, "snippets/one/requirements.txt")
    scheme = {"base": str(folder), "platbase": str(folder)}
    assert found.site == Path(sysconfig.get_path("purelib", "venv", vars=scheme))
    assert folder in found.site.parents
    if os.name != "nt":
        assert found.python == folder / python
    found.python.parent.mkdir(parents=True)
    found.python.touch()
    assert found.ready


def test_a_fingerprint_is_of_the_lock_file_and_of_what_is_installed(root):
    lock = put(root, "one/requirements.txt", HASHED)
    seen = [Packages(root, lock).fingerprint()]
    assert Packages(root, lock).fingerprint() == seen[0]
    (Packages(root, lock).site / "six-1.dist-info").mkdir(parents=True)
    seen.append(Packages(root, lock).fingerprint())
    lock.write_text(HASHED + "\n", encoding="utf-8")
    seen.append(Packages(root, lock).fingerprint())
    assert len(set(seen)) == 3


def test_versions_are_those_of_what_is_chosen_and_installed(root):
    put(root, "one/requirements.in", "# why\nMy_Tool[x]==1  # why\nsix==1\nnone==1\nsix>=3\n")
    found = Packages(root, put(root, "one/requirements.txt", HASHED))
    project.put_package(found.site, "my.tool", "4")
    project.put_package(found.site, "six", "2")
    assert found.versions() == {"My_Tool": "4", "six": "2"}
    assert Packages(root, put(root, "two/requirements.txt", HASHED)).versions() == {}


def test_versions_of_the_projects_own_are_those_that_it_would_import(root, monkeypatch):
    (root / "requirements.in").write_text("six==1\n", encoding="utf-8")
    project.put_package(root / "first", "six", "99")
    own = Packages(root, root / "requirements.txt")
    monkeypatch.setattr(packages.sys, "path", [str(root / "first")])
    assert own.versions() == {"six": "99"}


def test_a_topic_without_a_lock_file_takes_the_projects_own(root):
    own = Packages(root, root / "requirements.txt")
    (root / "snippets" / "one").mkdir()
    assert of_folder(root, root / "snippets" / "one") == own
    idea = Snippet(root, root / "snippets" / "one" / "deep" / "idea.py")
    assert folder_of(idea) == root / "snippets" / "one"


@pytest.mark.parametrize(
    "text",
    [
        HASHED,
        f"# -r ../two/requirements.txt\n\n{HASHED}",
        "",  # nothing besides Python
        "# nothing\n",
    ],
)
def test_a_topics_lock_file_is_its_own(root, text):
    put(root, "one/requirements.in", "six==1\n")
    lock = put(root, "one/requirements.txt", text)
    assert of_folder(root, lock.parent) == Packages(root, lock)


def test_a_lock_file_of_one_line_takes_anothers(root):
    put(root, "two/requirements.in", "six==1\n")
    lock = put(root, "two/requirements.txt", HASHED)
    for line in ("-r ../two/requirements.txt\n", "# of two\n-r  ../two/requirements.txt  # why\n"):
        put(root, "one/requirements.txt", line)
        assert of_folder(root, root / "snippets" / "one") == Packages(root, lock)
    put(root, "three/requirements.txt", "-r ../one/requirements.txt\n")
    assert of_folder(root, root / "snippets" / "three") == Packages(root, lock)
    assert list(topics(root)) == ["one", "three", "two"]
    assert topics(root, ["two", "one"]) == dict.fromkeys(("one", "two"), Packages(root, lock))


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"one/requirements.in": ""},
            "snippets/one/requirements.in: there is no lock file beside it; run make lock",
        ),
        (
            {"one/requirements.txt": HASHED},
            "snippets/one/requirements.txt: there is no requirements.in beside it. Say there which "
            "packages, each with its reason, and run make lock",
        ),
        (
            {"one/requirements.in": "", "one/requirements.txt": "six==1\n"},
            "snippets/one/requirements.txt: not locked with hashes; run make lock",
        ),
        *(
            (
                {
                    "one/requirements.txt": f"-r {target}\n",
                    "requirements.txt": "",
                    "one/deep/requirements.txt": "",
                },
                f"snippets/one/requirements.txt: names {target}, which is no other topic's lock "
                "file. Name one, as `-r ../pytorch/requirements.txt` does, or make lock",
            )
            for target in (
                *("../two/requirements.txt", "requirements.txt", "../requirements.txt"),
                *("deep/requirements.txt", "../one", "../one/requirements.txt"),
            )
        ),
        (
            {"one/requirements.txt": b"\xff"},
            "snippets/one/requirements.txt:1: not UTF-8 (invalid start byte); save it as UTF-8",
        ),
        (
            {"one/requirements.in": "", "one/requirements.txt": "-r ../a.txt\nsix==1\n"},
            "snippets/one/requirements.txt: not locked with hashes; run make lock",
        ),
    ],
)  # fmt: skip
def test_a_lock_file_that_is_amiss_is_told(root, files, message):
    for name, text in files.items():
        put(root, name, text)
    with pytest.raises(RunnerError) as error:
        of_folder(root, root / "snippets" / "one")
    assert str(error.value) == message


def test_a_topic_that_has_no_packages_is_told(root):
    put(root, "one/requirements.in", "")
    put(root, "one/requirements.txt", HASHED)
    put(root, "two/idea.py", "")
    with pytest.raises(RunnerError) as error:
        topics(root, ["two", "one", "three"])
    assert str(error.value) == (
        "snippets/three: no topic with a requirements.txt of its own. Those that have one: "
        "python -m runner.environments"
    )


@pytest.mark.parametrize(
    ("lock", "backend"),
    [
        ("keras==3\ntorch==2\n", "torch"),
        ("jax==0\nkeras==3\n", "jax"),
        ("keras==3\ntensorflow-cpu==2 ; sys_platform\ntorch==2\n", "tensorflow"),
        ("pytorch-lightning==2\n", "tensorflow"),
        ("six==1\n", "tensorflow"),
    ],
)
def test_keras_computes_with_what_is_there(root, lock, backend, monkeypatch):
    monkeypatch.setenv("TF_NUM_INTRAOP_THREADS", "1")
    found = Packages(root, put(root, "one/requirements.txt", lock))
    variables = environment.child_environment(root) | {"KERAS_BACKEND": backend}
    if backend != "tensorflow":  # its own variables mean nothing there
        variables = {k: v for k, v in variables.items() if not k.startswith("TF_")}
    assert found.variables() == variables


def test_a_byte_that_is_no_text_hides_no_other_package(root):
    (root / "requirements.in").write_bytes(b"# caf\xe9\nnumpy==2\n")
    found = Packages(root, root / "requirements.txt").versions()
    assert list(found) == ["numpy"]


def test_each_import_of_a_snippet_names_a_package(project):
    source = "import numpy.linalg, keras\nimport scipy\nfrom matplotlib import pyplot\nimport os\n"
    project.write("snippets/topic/idea.py", source)
    (found,) = find(project.folder)
    assert found.packages() == {"numpy.linalg", "keras", "scipy", "matplotlib"}
    site = project.folder / "site"
    (site / "keras").mkdir(parents=True)
    for name in ("keras/__init__.py", "scipy.py"):  # and the topic's own, with others after them
        (site / name).touch()
    assert found.packages(site) == found.packages()
