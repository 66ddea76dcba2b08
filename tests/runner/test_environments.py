"""Topics with packages of their own, on two small packages that are really installed."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from runner import install, packages, stamps
from tests.project import ROOT
from tests.told import is_as_recorded

HASHES = {  # of six's wheels, as PyPI has them
    "1.16.0": "8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254",
    "1.17.0": "4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274",
}
SIX = "import six\n\nprint(six.__version__)\n"
MAKE = "python -m runner.environments --make"


def lock(project, topic, version, digest=None):
    """Give `topic` a lock file that asks for six, and say why."""
    asked = f"six=={version} \\\n    --hash=sha256:{digest or HASHES[version]}\n"
    project.write(f"snippets/{topic}/requirements.in", f"six=={version}  # small\n")
    project.write(f"snippets/{topic}/requirements.txt", asked)


def topic(project, name, version):
    lock(project, name, version)
    project.write(f"snippets/{name}/idea.py", SIX)


def make(project, *names):
    said = []
    for found in packages.topics(project.folder, list(names)).values():
        install.make(found, said.append)
    return said


def environments(project):
    return sorted((project.folder / ".cache" / "environments").glob("*"))


@pytest.fixture(scope="module")
def cached(tmp_path_factory):
    """A folder of environments that the tests of this module share: each is made once."""
    return tmp_path_factory.mktemp("environments")


@pytest.fixture
def project(project, monkeypatch, cached):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(packages, "ENVIRONMENTS", cached)
    return project


def test_each_topic_runs_on_its_own_versions(project):
    """The project's own packages do not matter there; a snippet without a lock runs on these."""
    topic(project, "old", "1.16.0")
    topic(project, "new", "1.17.0")
    project.write("snippets/plain/idea.py", "import sys\n\nprint(len(sys.argv))\n")
    make(project)
    done = project.record()
    assert len(done.executed) == 3
    assert project.read("snippets/old/idea.txt") == "1.16.0\n"
    assert project.read("snippets/new/idea.txt") == "1.17.0\n"
    assert not (project.folder / "snippets/plain" / stamps.NAME).exists()
    done = project.check()
    assert (len(done.results), done.executed, done.left_out) == (3, [], [])
    project.write("snippets/old/idea.py", SIX + "import numpy\n")
    assert "No module named 'numpy'" in project.failure()


def test_another_version_runs_only_its_topic_again_and_is_recorded_anew(project):
    topic(project, "one", "1.16.0")
    topic(project, "two", "1.16.0")
    make(project)
    project.record()
    lock(project, "one", "1.17.0")
    make(project)
    message = project.failure()
    assert "-1.16.0\n  +1.17.0" in message
    assert "two/idea" not in message
    assert project.said[-1] == "running one/idea.py"
    assert [s.title for s in project.record().recorded] == ["one/idea.py"]
    kept = stamps.read(project.folder / "snippets/one")
    assert kept.versions == {"six": "1.17.0"}


def test_topics_that_ask_for_the_same_share_one_environment(project, tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "ENVIRONMENTS", Path(".cache/environments"))
    topic(project, "one", "1.16.0")
    topic(project, "two", "1.16.0")
    project.write("snippets/three/idea.py", SIX)
    project.write("snippets/three/requirements.txt", "-r ../one/requirements.txt\n")
    assert len(make(project)) == 1
    (folder, _) = environments(project)
    assert folder.is_dir()
    project.record()
    assert project.read("snippets/three/idea.txt") == "1.16.0\n"


def test_without_its_packages_a_topic_keeps_its_record_and_says_so(project):
    topic(project, "six", "1.16.0")
    project.write("snippets/plain/idea.py", "print(1)\n")
    make(project, "six")
    project.record()
    stamp = project.read("snippets/six/recorded.toml")
    more = stamp.replace("[versions]\n", '[versions]\npytest = "9"\nhypothesis = "6"\n')
    project.write("snippets/six/recorded.toml", more)
    lock_it_away(project)
    done = project.check()
    assert [s.title for s in done.left_out] == ["six/idea.py"]
    assert [s.title for s in done.results] == ["plain/idea.py"]
    assert project.said[-1] == (
        "not executed: 1 snippets of six, whose packages are not installed here. To execute them "
        f"too: {MAKE} six"
    )
    about = json.loads(project.read(".cache/runner/report.json"))["topics"]["six"]
    assert (about["executed"], about["versions"]) == (False, {"six": "1.16.0"})
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", about["dates"][0])
    assert project.read(".cache/report/topics.md").startswith("| six | six 1.16.0 | – | ")
    for record in (False, True):  # asked for, it has to run
        assert f"{MAKE} six" in project.failure("snippets/six", record=record)


def test_of_topics_that_are_asked_for_each_is_told_what_it_lacks(project):
    topic(project, "six", "1.16.0")
    topic(project, "other", "1.17.0")
    project.write("snippets/other/requirements.txt", "six==1.17.0\n")  # without a hash
    lock_it_away(project)
    told = project.failure("snippets/other", "snippets/six", record=True).split("\n\n")
    starts = [text.partition(":")[0] for text in told]
    assert starts == ["not executed", "snippets/other/requirements.txt", "snippets/six/idea.py"]


def lock_it_away(project):
    """As on a machine where nothing was installed: another Python has other environments."""
    packages.ENVIRONMENTS = project.folder / ".cache" / "none"


CHANGES = {
    "the snippet": ("snippets/six/idea.py", "print(0)\n", "it, or a file that it imports"),
    "what it imports": ("snippets/near.py", "X = 2\n", "it, or a file that it imports"),
    "its record": ("snippets/six/idea.txt", "1.18.0\n", "its record was changed"),
    "the lock file": (
        "snippets/six/requirements.txt",
        f"six==1.17.0 --hash=sha256:{HASHES['1.17.0']}\n",
        "snippets/six/requirements.txt was changed",
    ),
    "its record is no text": ("snippets/six/idea.txt", b"\xff\n", "its record was changed"),
    "when it was recorded": ("snippets/six/recorded.toml", "lock = 3\n", "cannot be read"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_record_that_is_of_something_else_stops_a_build_without_the_packages(project, what):
    name, text, words = CHANGES[what]
    project.write("snippets/near.py", "X = 1\n")
    topic(project, "six", "1.16.0")
    project.write("snippets/six/idea.py", "import near\n" + SIX)
    make(project, "six")
    project.record()
    assert project.check().left_out == []
    lock_it_away(project)
    project.write(name, text)
    message = project.failure()
    assert words in message
    assert "python -m runner --record snippets/six" in message
    is_as_recorded(__file__, f"changed: {what}", message, project.folder)
    before = project.tree()
    project.failure(record=True)  # as under mkdocs serve
    assert project.tree() == before


def test_a_comment_that_changes_no_output_has_to_be_recorded_too(project):
    topic(project, "six", "1.16.0")
    make(project, "six")
    project.record()
    project.write("snippets/six/idea.py", SIX + "# a word\n")
    assert "changed since it was recorded" in project.failure()
    assert project.record().recorded == []
    assert len(project.check().results) == 1


def test_a_snippet_that_was_never_recorded_is_not_published(project):
    topic(project, "six", "1.16.0")
    lock_it_away(project)
    assert "recorded.toml beside it has no entry for it" in project.failure()


def test_where_ci_is_set_the_packages_are_installed(project, monkeypatch):
    topic(project, "six", "1.16.0")
    monkeypatch.setattr(packages, "ENVIRONMENTS", Path(".cache/environments"))
    monkeypatch.setenv("CI", "true")
    project.record()
    assert project.said[0].startswith("installing what snippets/six/requirements.txt lists: ")
    assert project.read("snippets/six/idea.txt") == "1.16.0\n"


@pytest.mark.parametrize("digest", ["0" * 64, None], ids=["another wheel", "no such version"])
def test_packages_that_cannot_be_installed_are_named_and_nothing_is_left(
    project, monkeypatch, digest
):
    monkeypatch.setattr(packages, "ENVIRONMENTS", Path(".cache/environments"))
    version = "1.16.0" if digest else "1.16.999"
    lock(project, "six", version, digest or HASHES["1.16.0"])
    done = command(project, "--make", "six")
    assert done.returncode == 1
    assert "snippets/six/requirements.txt: its packages could not be installed" in done.stderr
    assert ("HASH" if digest else "1.16.999") in done.stderr
    assert "Traceback" not in done.stderr
    assert [p for p in environments(project) if p.is_dir()] == []


def test_outside_a_project_the_command_says_so(project, tmp_path):
    project.folder = tmp_path / "elsewhere"
    project.folder.mkdir()
    done = command(project)
    assert done.returncode == 1
    assert "no folder snippets/ here; run this from the project's root" in done.stderr


def start(project, *arguments):
    """`python -m runner.environments`, running."""
    return subprocess.Popen(
        [sys.executable, "-m", "runner.environments", *arguments],
        cwd=project.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def command(project, *arguments):
    process = start(project, *arguments)
    out, errors = process.communicate(timeout=300)
    return subprocess.CompletedProcess(process.args, process.returncode, out, errors)


def test_two_processes_make_one_environment_and_old_ones_go(project, monkeypatch):
    monkeypatch.setattr(packages, "ENVIRONMENTS", Path(".cache/environments"))
    lock(project, "six", "1.16.0")
    assert command(project).stdout == "six: not installed\n"
    both = [start(project, "--make") for _ in range(2)]
    said = [process.communicate(timeout=300)[0] for process in both]
    assert sum("installing what snippets/six/requirements.txt" in text for text in said) == 1
    (one,) = (p for p in environments(project) if p.is_dir())
    (one / "mark").touch()
    left = one.with_suffix(".part")
    left.mkdir()  # by a process that was killed
    lock(project, "six", "1.17.0")
    done = command(project, "--make")
    assert done.returncode == 0, done.stderr
    assert f".cache/environments/{one.name}: no topic asks for it" in done.stdout
    assert (one / "mark").exists()
    done = command(project, "--forget")
    assert f".cache/environments/{one.name}: removed" in done.stdout
    assert not one.exists()
    assert re.search(r"^six: .cache/environments/\w+$", done.stdout, re.MULTILINE)


AMISS = {
    "a lock without its choice": (
        "requirements.txt",
        "six==1.16.0\n",
        "there is no requirements.in",
    ),
    "a choice without its lock": ("requirements.in", "six==1.16.0\n", "run make lock"),
    "another topic's that is not there": (
        "requirements.txt",
        "-r ../nothing/requirements.txt\n",
        "no other topic's lock file",
    ),
    "its own": ("requirements.txt", "-r ../six/requirements.txt\n", "no other topic's lock file"),
    "no text": ("requirements.txt", b"s\xffx\n", "not UTF-8"),
    "something elsewhere": ("requirements.txt", "-r ../../requirements.txt\n", "no other topic's"),
}


@pytest.mark.parametrize("what", AMISS)
def test_a_lock_file_that_is_amiss_is_named(project, what):
    name, text, words = AMISS[what]
    project.write("snippets/six/idea.py", SIX)
    project.write(f"snippets/six/{name}", text)
    message = project.failure()
    assert re.match(rf"snippets/six/{name}:(1:)? ", message)
    assert words in message
    assert (len(message.splitlines())) == 1
    is_as_recorded(__file__, f"lock file: {what}", message, project.folder)


def test_a_lock_without_hashes_is_refused(project):
    topic(project, "six", "1.16.0")
    project.write("snippets/six/requirements.txt", "six==1.16.0\n")
    assert "not locked with hashes; run make lock" in project.failure()
