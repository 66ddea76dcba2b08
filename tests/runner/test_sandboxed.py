"""What the process of one snippet leaves in its folder: a process each, without a worker."""

import json
import os
import subprocess
import sys
import time

import pytest

from tests.project import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="folders and descriptors of POSIX")
SCRIPT = """
import json, sys, time
sys.path.insert(0, {root!r})
from pathlib import Path
from runner import sandbox
from runner.job import Job

sandbox.execute(Job(**json.loads(sys.argv[2])), Path(sys.argv[1]))
time.sleep({after})
"""


class Left:
    """What is in the folder; the process's exit code, and how many seconds it took."""

    def __init__(self, folder, code, took):
        self.folder, self.code, self.took = folder, code, took
        self.names = sorted(path.name for path in folder.iterdir())
        self.stdout, self.stderr, self.late = map(self.read, ("stdout", "stderr", "timeout"))
        result = folder / "result.json"
        self.result = json.loads(result.read_text("utf-8")) if result.exists() else None

    def read(self, name):
        path = self.folder / f"{name}.txt"
        return path.read_bytes().decode() if path.exists() else None

    @property
    def said(self):
        problem = self.result["problem"]
        return problem and (problem["line"], problem["text"])


@pytest.fixture
def run(tmp_path):
    def done(source, timeout=20, hide=(), after=0, **variables):
        path = tmp_path / "snippets" / "topic" / "idea.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
        (tmp_path / "snippets" / "near.py").write_text("X = 1\n", encoding="utf-8")
        folder = tmp_path / "box"
        (folder / "work").mkdir(parents=True)
        job = {"id": 1, "path": str(path), "modules": str(tmp_path / "snippets"), "texts": {}}
        job |= {"hide": [str(ROOT), *hide], "timeout": timeout, "fresh": False}
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        started = time.monotonic()
        script = SCRIPT.format(root=str(ROOT), after=after)
        process = subprocess.run(
            [sys.executable, "-c", script, str(folder), json.dumps(job)],
            env=kept | {"MPLBACKEND": "agg"} | variables,
            cwd=tmp_path,
            input="typed",
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert (process.stdout, process.stderr) == ("", "")
        return Left(folder, process.returncode, time.monotonic() - started)

    return done


SURROUNDINGS = """
import os, sys
import near

print(os.getcwd(), os.listdir())
print(sys.argv == [__file__], near.X, os.environ.get("PYTHONPATH"))
print(os.getsid(0) == os.getpid(), repr(sys.stdin.read()), sys.stdin.encoding)
for stream in (sys.stdout, sys.stderr):
    print(stream.encoding, stream.fileno())
print(sys.stdout is sys.__stdout__, sys.stderr is sys.__stderr__)
print([sys.path.index(os.path.dirname(near.__file__)), {hidden!r} in sys.path])
"""


@pytest.mark.parametrize("variables", [{}, {"PYTHONPATH": "/elsewhere"}])
def test_a_snippet_is_alone_in_an_empty_folder(run, tmp_path, variables):
    found = run(SURROUNDINGS.format(hidden=str(ROOT)), **variables)
    assert found.stdout.splitlines() == [
        f"{tmp_path.resolve() / 'box' / 'work'} []",
        "True 1 None",
        "True '' utf-8",
        "utf-8 1",
        "utf-8 2",
        "True True",
        "[0, False]",
    ]
    assert (found.stderr, found.code, found.late) == ("", 0, "")
    assert found.names == ["result.json", "stderr.txt", "stdout.txt", "timeout.txt", "work"]
    seconds, peak = found.result.pop("seconds"), found.result.pop("peak")
    assert found.result == {"stdout": "", "figure": None, "problem": None, "translated": {}}
    assert 0 < seconds < 10
    assert peak > 5_000_000


def test_a_folder_is_hidden_by_whatever_name_it_goes(run, tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "secret.py").touch()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    source = "import importlib.util as u\nprint(u.find_spec('secret'))\n"
    for hide, path in (("link", "real"), ("real", "link")):
        found = run(source, hide=[str(tmp_path / hide)], PYTHONPATH=str(tmp_path / path))
        assert found.stdout == "None\n"
        (tmp_path / "box").rename(tmp_path / f"box {hide}")


def test_both_streams_are_kept_apart_whatever_writes_to_them(run):
    source = """
import os, sys
print("one", flush=True)
os.write(1, "é\\n".encode())
os.write(2, b"low\\n")
print("two\\r\\n", end="", file=sys.stderr)
print("three")
"""
    found = run(source)
    assert (found.stdout, found.stderr) == ("one\né\nthree\n", "low\ntwo\r\n")


def test_what_reads_below_python_may_go_on_once_stdin_is_closed(run):
    found = run("import os, sys\nsys.stdin.close()\nprint(os.read(0, 9))\n")
    assert (found.stdout, found.said) == ("b''\n", None)


def test_seconds_are_those_of_the_snippet(run):
    found = run("import time\ntime.sleep(0.4)\nprint(1)\n")
    assert 0.4 <= found.result["seconds"] < found.took


def test_what_takes_too_long_ends_where_it_is_and_leaves_no_result(run, tmp_path):
    found = run("import time\nprint(1, flush=True)\ntime.sleep(50)\n", timeout=1)
    assert (found.code, found.result, found.stdout) == (1, None, "1\n")
    assert f'File "{tmp_path / "snippets" / "topic" / "idea.py"}", line 3 in <module>' in found.late
    assert 1 <= found.took < 20


def test_its_time_is_up_only_while_it_runs(run):
    found = run("print(1)\n", timeout=1, after=1.5)
    assert (found.code, found.late, found.said) == (0, "", None)


def test_a_figure_is_drawn_where_nothing_is_wrong(run):
    drawing = "import matplotlib.pyplot as plt\nplt.figure(figsize=(1, 1))\n"
    found = run(drawing)
    assert found.result["figure"].startswith("<svg")
    found.folder.rename(found.folder.with_name("first"))
    found = run(drawing + "1 / 0\n")
    assert (found.result["figure"], found.said[0]) == (None, 3)
    found.folder.rename(found.folder.with_name("second"))
    assert run(drawing + "plt.figure()\n").said[1].startswith("it leaves 2 figures open")


CLOSED = "it closes stdout or stderr. Leave both open: a page shows them"
THREAD = (
    "import threading, time\nthreading.Thread(target=time.sleep, args=(40,), name='t').start()\n"
)
RUNS = "it leaves a thread running (t). Wait for it: .join(), .shutdown()"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import sys\nsys.stdout.close()\n", (None, CLOSED)),
        ("import sys\nsys.stderr.close()\n", (None, CLOSED)),
        ("import os, sys\nsys.stdout.close()\nos.write(1, b'1')\n", (None, CLOSED)),
        (THREAD, (None, RUNS)),
        (THREAD + "import sys\nsys.stdout.close()\n", (None, RUNS)),
        (THREAD + "raise SystemExit(7)\n", (3, "it exited with 7. Let it run to its last line")),
        ("import sys\nsys.stderr.close()\nraise SystemExit(7)\n", (3, "it exited with 7. Let it")),
    ],
)
def test_what_it_leaves_amiss_is_told_and_not_waited_for(run, source, said):
    found = run(source)
    assert found.said[0] == said[0]
    assert found.said[1].startswith(said[1])
    assert found.code == 0
    assert found.took < 20


def test_what_was_printed_before_a_thread_that_runs_on_is_kept(run):
    assert run("print('before')\n" + THREAD).stdout == "before\n"


def test_a_copy_of_the_process_leaves_no_result_of_its_own(run):
    source = (
        "import os\nchild = os.fork()\nprint('child' if not child else os.waitpid(child, 0)[1])\n"
    )
    found = run(source)
    assert found.stdout.splitlines() == ["child", "0"]
    assert found.said is None
    found.folder.rename(found.folder.with_name("first"))
    found = run("import os, time\nif os.fork():\n    time.sleep(0.5)\nelse:\n    1 / 0\nprint(1)\n")
    assert found.said is None
    assert found.stdout == "1\n"
