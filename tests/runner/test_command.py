"""`python -m runner` says what it does, and stops when it is told to."""

import argparse
import functools
import json
import os
import platform
import re
import signal
import sys
import time

import pytest

from runner import RunnerError, check
from runner.command import command
from runner.environment import environment_fingerprint

HELLO = "print('hello')\n"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is sent otherwise on Windows")
def test_ctrl_c_ends_every_process_and_says_so(project):
    project.write("snippets/topic/idea.py", "import time\nprint(1)\ntime.sleep(50)\n")
    # A shell's background job ignores SIGINT, and so would all that these tests start.
    heed = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    command = project.start(start_new_session=True, preexec_fn=heed)
    for line in command.stdout:
        if "running topic/idea.py" in line:
            break
    time.sleep(0.5)
    os.killpg(command.pid, signal.SIGINT)
    _, errors = command.communicate(timeout=30)
    assert command.returncode == 130
    said = "interrupted; every record is as it was or whole, and the same command goes on"
    assert errors.strip() == said


def test_progress_says_which_runs_and_how_many_are_left(project):
    for n in "abc":
        project.write(f"snippets/topic/{n}.py", HELLO)
    done = project.record()
    for found in (done.executed, done.recorded):
        assert {s.title for s in found} == {"topic/a.py", "topic/b.py", "topic/c.py"}
    running = [line for line in project.said if line.startswith("running")][:3]
    assert running == [
        "running topic/a.py (2 to go)",
        "running topic/b.py (1 to go)",
        "running topic/c.py",
    ]


def test_the_report_holds_what_ran(project):
    project.write("requirements.in", "numpy==1  # arrays\nnot-installed==1 # elsewhere\n")
    project.write("snippets/topic/idea.py", "x = bytearray(200_000_000)\nprint(len(x))\n")
    project.record()
    report = json.loads(project.read(".cache/runner/report.json"))
    (row,) = report["snippets"]
    assert row["snippet"] == "topic/idea.py"
    assert row["peak_bytes"] > 200_000_000
    assert row["seconds"] > 0
    import numpy

    assert report["versions"]["Python"] == platform.python_version()
    assert report["versions"]["numpy"] == numpy.__version__
    assert "not-installed" not in report["versions"]
    assert report["environment"] == environment_fingerprint(project.folder)
    shown = project.read(".cache/report/snippets.md")
    assert shown.startswith("| `topic/idea.py` |")
    assert row["fingerprint"][:8] in shown


def test_the_command_says_what_it_did(project):
    project.write("snippets/topic/idea.py", HELLO)
    first = project.command("--record")
    assert first.returncode == 0, first.stderr
    assert "recorded snippets/topic/idea.py" in first.stdout
    assert "1 snippets hold what is recorded, 0 executed now" in project.command().stdout
    assert "1 executed now" in project.command("--again").stdout
    assert project.command("--check", "--record").returncode == 2


def test_paths_choose_what_is_checked(project, monkeypatch):
    """A record that is left elsewhere is no matter of theirs; without paths it is."""
    for name in ("topic/idea", "topic/other", "elsewhere/idea"):
        project.write(f"snippets/{name}.py", HELLO)
    project.record()
    project.write("snippets/topic/other.py", "print('changed')\n")
    (project.folder / "snippets/elsewhere/idea.py").unlink()
    said = project.command("snippets/topic/idea.py", "--again")
    assert "1 snippets hold what is recorded, 1 executed now" in said.stdout, said.stderr
    errors = project.command().stderr
    for name in ("topic/other.py", "elsewhere/idea.txt"):
        assert name in errors
    monkeypatch.chdir(project.folder)
    with pytest.raises(RunnerError, match=r"topic/other\.py"):
        check()  # of the folder that one is in


def test_a_path_of_another_kind_is_refused(monkeypatch, capsys):
    def notebook(text):
        raise argparse.ArgumentTypeError(f"{text} is no notebook")

    monkeypatch.setattr(sys, "argv", ["command", "idea.py"])
    with pytest.raises(SystemExit) as ended:
        command("tools.notebook", None, "notebooks", notebook, None)
    assert ended.value.code == 2
    assert "idea.py is no notebook" in capsys.readouterr().err


def test_a_console_without_a_character_shows_its_number(project):
    project.write("snippets/topic/idea.py", "print('\u2192')\n")
    shown = project.command("--record", PYTHONIOENCODING="ascii")
    assert shown.returncode == 0, shown.stderr
    assert r"\u2192" in shown.stdout
    assert project.read("snippets/topic/idea.txt") == "\u2192\n"


def test_help_says_what_each_option_does(project):
    shown = project.command("--help").stdout
    assert shown.startswith("usage: python -m runner [-h]")
    assert "`python -m runner`: check the snippets against their records" in shown
    for option in ("--check", "--record", "--again", "paths"):
        assert re.search(rf"^ +{option} +[a-z]\w+ [a-z(]\w+ ", shown, re.M), (option, shown)
