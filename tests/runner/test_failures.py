"""What fails besides one snippet alone; how one snippet can fail is in tests/faults/."""

import sys
import time

import psutil
import pytest

from runner.job import Job
from runner.verdict import verdict


def test_a_module_that_is_not_utf8_is_named(project):
    project.write("snippets/near.py", b"# of two lines\nX = 'caf\xe9'\n")
    project.write("snippets/topic/idea.py", "import near\nprint(near.X)\n")
    project.write("snippets/topic/other.py", "import near\nprint(near.X)\n")
    message = project.failure()
    assert message.startswith("snippets/near.py:2: not UTF-8")
    assert message.count("save it as UTF-8") == 1, "one mistake is told once"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_snippet_that_kills_what_started_it_is_named_and_the_next_check_works(project):
    kill = "import os, time\nos.environ['X'] = '1'\nos.kill(os.getppid(), 9)\ntime.sleep(9)\n"
    project.write("snippets/topic/idea.py", kill)
    message = project.failure()
    assert "has ended; snippets/topic/idea.py ran then" in message
    project.write("snippets/topic/idea.py", "print('better')\n")
    project.record()
    assert project.read("snippets/topic/idea.txt") == "better\n"


def test_an_output_that_is_not_its_record_shows_the_difference_and_the_command(project):
    project.write("snippets/topic/idea.py", "print('one')\nprint('two')\n")
    project.write("snippets/topic/idea.txt", "one\nthree\n")
    before = project.tree()
    message = project.failure()
    assert "snippets/topic/idea.py: its output is not what is recorded" in message
    assert "-three" in message
    assert "+two" in message
    assert "python -m runner --record snippets/topic/idea.py" in message
    assert project.tree() == before
    shown = project.command()
    assert shown.returncode == 1
    assert "-three" in shown.stderr
    project.record()
    assert project.read("snippets/topic/idea.txt") == "one\ntwo\n"
    assert project.command("--check").returncode == 0


def test_every_problem_is_told_not_just_the_first(project):
    for name in ("one", "two", "three"):
        project.write(f"snippets/topic/{name}.py", f"raise ValueError('{name}')\n")
    message = project.failure()
    assert all(f"ValueError: {name}" in message for name in ("one", "two", "three"))


def test_a_path_that_is_no_snippet_is_an_error(project):
    project.write("snippets/topic/idea.py", "print('one')\n")
    assert "nothing.py: no snippet here" in project.failure("snippets/topic/nothing.py")


def test_outside_a_project_the_command_says_so(project, tmp_path_factory):
    project.folder = tmp_path_factory.mktemp("empty")
    shown = project.command()
    assert shown.returncode == 1
    assert "no folder snippets/ here" in shown.stderr
    assert "Traceback" not in shown.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")
def test_what_a_late_snippet_started_ends_with_it(project, tmp_path_factory):
    told = tmp_path_factory.mktemp("told") / "pid"  # a snippet may not write into the project
    project.write(
        "snippets/topic/idea.py",
        "# timeout: 1\nimport subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(told)!r}, 'w').write(str(child.pid))\ntime.sleep(60)\n",
    )
    project.failure()
    pid = int(told.read_text(encoding="utf-8"))
    until = time.monotonic() + 10
    while _runs(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_process_that_dies_before_it_begins_is_not_called_late(tmp_path):
    job = Job(1, "idea.py", "", [], timeout=9, fresh=False, texts={})
    died = verdict(tmp_path, job, exitcode=3)
    assert died.stdout == ""
    assert died.problem.text.startswith("its process ended with exit code 3 before the snippet did")
    assert "stderr" not in died.problem.text
    assert "still running after 9 s" in verdict(tmp_path, job, exitcode=None).problem.text


@pytest.mark.skipif(sys.platform == "win32", reason="the Python that breaks is a shell script")
def test_what_a_worker_said_before_it_ended_is_told(project, monkeypatch):
    script = project.write("python", "#!/bin/sh\necho a library is missing >&2\nexit 3\n")
    script.chmod(0o755)
    monkeypatch.setattr("runner.packages.Packages.python", script)
    project.write("snippets/topic/idea.py", "print(1)\n")
    assert "a library is missing" in project.failure()
