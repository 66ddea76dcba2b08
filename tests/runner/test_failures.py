"""Each way in which a snippet can be wrong is an error: file, line, and what to do."""

import os
import re
import sys
import time

import psutil
import pytest

WRONG = {
    "an exception": ("x = 1\nprint(x)\nraise KeyError('gone')\n", "idea.py:3:", "KeyError: 'gone'"),
    "an exception in a library": (
        "import json\nprint(1)\njson.loads('{')\n",
        "idea.py:3:",
        "JSONDecodeError",
    ),
    "an exit code": ("print(1)\nimport sys\nsys.exit(3)\n", "idea.py:3:", "exited with 3"),
    "a process that dies": (
        "import os\nprint(1)\nos._exit(7)\n",
        "idea.py:",
        "exit code 7",
    ),
    "output on stderr": (
        "import sys\nprint(1)\nprint('oh', file=sys.stderr)\n",
        "idea.py:",
        "stderr:\noh",
    ),
    "output on stderr from below Python": (
        "import os\nprint(1)\nos.write(2, b'native')\n",
        "idea.py:",
        "stderr:\nnative",
    ),
    "a warning": (
        "import warnings\nprint(1)\nwarnings.warn('mind')\n",
        "idea.py:3:",
        "a warning: UserWarning: mind",
    ),
    "a warning from a library": (
        "import numpy as np\n\nprint(np.ones(1) / np.zeros(1))\n",
        "idea.py:3:",
        "a warning: RuntimeWarning: divide by zero",
    ),
    "a process that is killed": (
        "import os\nprint(1)\nos.kill(os.getpid(), 9)\n",
        "idea.py:",
        "exit code -9" if os.name == "posix" else "exit code 9",
    ),
    "a result of its own": (
        "import os\nprint(1)\nopen('../result.json', 'w').write('[1]')\nos._exit(0)\n",
        "idea.py:",
        "exit code 0 before the snippet did",
    ),
    "an output that it closes": (
        "import sys\nprint(1)\nsys.stdout.close()\n",
        "idea.py:",
        "closed file",
    ),
    "bytes that are no text": ("import os\nos.write(1, b'\\xff')\n", "idea.py:", "not UTF-8"),
    "half a character": ("print('\\ud800')\n", "idea.py:1:", "UnicodeEncodeError"),
    "a line written over": ("print('1 of 2\\r2 of 2')\n", "idea.py:", "control codes"),
    "no end of printing": ("while True:\n    print(1)\n", "idea.py:", "more than 1,000,000 bytes"),
    "no output": ("x = 1\n", "idea.py:", "prints nothing and draws nothing"),
    "control codes": ("print('\\x1b[1mbold')\n", "idea.py:", "control codes"),
    "two figures": (
        "import matplotlib.pyplot as plt\nplt.figure()\nplt.figure()\n",
        "idea.py:",
        "leaves 2 figures open",
    ),
    "bad syntax": ("x = 1\nx = = 2\n", "idea.py:2:", "SyntaxError"),
    "not UTF-8": (b"# \xff\nprint(1)\n", "idea.py:", "UTF-8"),
    "input": ("print(input())\n", "idea.py:1:", "EOFError"),
    "a neighbour imported": ("import beside\n", "idea.py:1:", "does not have it"),
    "a folder of ours imported": ("import topic.beside\n", "idea.py:1:", "does not have it"),
    "a file of ours imported": ("import hooks\n", "idea.py:1:", "does not have it"),
    "a relative import": ("from . import beside\n", "idea.py:1:", "has no package"),
    "a module that is not there": ("import nowhere_at_all\n", "idea.py:1:", "ModuleNotFoundError"),
    "too long": (
        "# timeout: 1\nprint(1, flush=True)\nwhile True:\n    pass\n",
        r"idea.py:[34]:",
        "still running after 1 s",
    ),
    "too long, asleep below Python": (
        "# timeout: 1\nimport time\nprint(1)\ntime.sleep(99)\n",
        "idea.py:4:",
        "`# timeout: 2`",
    ),
}


@pytest.mark.parametrize(("source", "place", "words"), WRONG.values(), ids=WRONG)
def test_a_wrong_snippet_is_an_error_that_says_where_and_what(project, source, place, words):
    project.write("snippets/topic/idea.py", source)
    project.write("snippets/topic/beside.py", "print('fine')\n")
    project.write("snippets/topic/beside.txt", "fine\n")
    project.write("hooks.py", "")
    for options in ({}, {"record": True}):
        message = project.failure(**options)
        assert re.search(rf"^snippets/topic/{place}", message), message
        assert words in message
        assert "beside.py: " not in message, "a neighbour that is right is not blamed"
        assert not (project.folder / "snippets/topic/idea.txt").exists()


def test_a_module_that_is_not_utf8_is_named(project):
    project.write("snippets/near.py", b"X = 'caf\xe9'\n")
    project.write("snippets/topic/idea.py", "import near\nprint(near.X)\n")
    project.write("snippets/topic/other.py", "import near\nprint(near.X)\n")
    message = project.failure()
    assert message.startswith("snippets/near.py: not UTF-8")
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


@pytest.mark.parametrize("recorded", ["one", "one\n\n", "one \n", ""])
def test_white_space_counts(project, recorded):
    project.write("snippets/topic/idea.py", "print('one')\n")
    project.write("snippets/topic/idea.txt", recorded)
    assert "not what is recorded" in project.failure()


def test_a_missing_record_is_an_error(project):
    project.write("snippets/topic/idea.py", "print('one')\n")
    assert "no record yet" in project.failure()


def test_a_record_without_a_snippet_is_an_error_and_is_kept(project):
    project.write("snippets/topic/gone.txt", "one\n")
    for options in ({}, {"record": True}):
        message = project.failure(**options)
        assert "snippets/topic/gone.txt: a record without its snippet" in message
        assert project.read("snippets/topic/gone.txt") == "one\n"


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
def test_what_a_late_snippet_started_ends_with_it(project):
    project.write(
        "snippets/topic/idea.py",
        "# timeout: 1\nimport subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(project.folder / 'pid')!r}, 'w').write(str(child.pid))\ntime.sleep(60)\n",
    )
    project.failure()
    pid = int(project.read("pid"))
    until = time.monotonic() + 10
    while _runs(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
