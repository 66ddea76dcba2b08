"""What a snippet leaves running is seen, named and ended; what ends by itself is not held up."""

import json
import os
import subprocess
import sys
import time
import types
from pathlib import Path

import psutil
import pytest

from runner import leftovers
from tests.project import ROOT

SLEEP = "[sys.executable, '-c', 'import time; time.sleep(8)']"
START = f"import os, subprocess, sys, threading, time\nsleep = {SLEEP}\n"
PROCESS = "it leaves a process running ({}). Wait for it, or end it: .wait(), .kill()"
THREAD = "it leaves a thread running ({}). Wait for it: .join(), .shutdown()"
COMMAND = f"{sys.executable} -c import time; time.sleep(8)"
LONG = f"{sys.executable} -c {'#' * 200}\nimport time; time.sleep(8)"
FITS = COMMAND.ljust(100, "#")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Linux tells of grandchildren")


def left(source):
    """What is said of that code, how many seconds it took, and what still runs."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("leaving.py")), START + source],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=30,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_process_that_ends_as_it_is_killed_is_no_fault(monkeypatch):
    killed = []

    def kill(number, how):
        killed.append((number, how))
        raise ProcessLookupError

    monkeypatch.setattr(leftovers, "_threads", lambda: [])
    monkeypatch.setattr(
        leftovers, "_processes", lambda: {} if len(killed) > 1 else {5: "c", 6: "d"}
    )
    monkeypatch.setattr(leftovers.os, "kill", kill)
    assert leftovers.left_running() == PROCESS.format("c")
    assert killed == [(5, 9), (6, 9)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on Windows")
def test_a_copy_of_the_snippets_own_process_is_called_that(monkeypatch):
    for command in (
        "python -B -c from multiprocessing.forkserver import main",
        "from multiprocessing.spawn import x",
    ):
        monkeypatch.setattr(leftovers, "_below_linux", lambda number, c=command: {5: c, 6: "other"})
        monkeypatch.setattr(leftovers, "_below", lambda number, c=command: {5: c, 6: "other"})
        assert leftovers._processes() == {5: "a copy of itself", 6: "other"}


def test_those_below_a_process_are_those_that_psutil_finds():
    code = "import subprocess as s, sys; s.run([sys.executable, '-c', 'input()  # é'])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as child:
        until = time.monotonic() + 20
        own = psutil.Process(child.pid)
        while not own.children() and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.1)  # until it has another command than its parent
        (inner,) = own.children()
        found = leftovers._below(os.getpid())
        assert found[child.pid] == " ".join(own.cmdline())
        assert found[inner.pid] == " ".join(inner.cmdline())
        assert leftovers._below(child.pid) == {inner.pid: found[inner.pid]}
        if sys.platform == "linux":
            assert leftovers._below_linux(child.pid) == leftovers._below(child.pid)
            there = leftovers._below_linux(os.getpid())
            assert {n: there[n] for n in (child.pid, inner.pid)} == {
                n: found[n] for n in (child.pid, inner.pid)
            }
            assert child.pid in leftovers._below_linux(os.getppid())
            assert leftovers._below_linux(inner.pid) == {}
        child.kill()
        child.wait()
        inner.kill()
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        time.sleep(0.5)  # it has ended, and nobody has asked
        assert child.pid not in leftovers._below(os.getpid())
        if sys.platform == "linux":
            assert child.pid not in leftovers._below_linux(os.getpid())


@LINUX
def test_those_below_each_of_several_are_found():
    code = "import subprocess as s, sys; s.run([sys.executable, '-c', 'input()'])"
    children = [
        subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) for _ in "abc"
    ]
    until = time.monotonic() + 20
    while (there := psutil.Process().children(recursive=True)) and time.monotonic() < until:
        inner = [p for p in there if p.ppid() in {child.pid for child in children}]
        if len(inner) == len(children):
            break
        time.sleep(0.01)
    found = leftovers._below_linux(os.getpid())
    assert {child.pid for child in children} | {process.pid for process in inner} <= set(found)
    for process in (*inner, *children):
        process.kill()
    for child in children:
        child.communicate()


@LINUX
def test_a_process_whose_name_is_no_text_is_seen():
    code = "import ctypes\nctypes.CDLL(None).prctl(15, b'n) \\xff')\nprint(flush=True)\ninput()"
    command = [sys.executable, "-c", code, b"\xff"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        assert leftovers._below_linux(os.getpid())[child.pid].endswith("input() \ufffd")
        child.kill()


@pytest.mark.parametrize(("system", "seen"), [("linux", {5: "a"}), ("darwin", {6: "b"})])
def test_linux_is_asked_itself_and_psutil_elsewhere(monkeypatch, system, seen):
    own = os.getpid()
    monkeypatch.setattr(leftovers, "_below_linux", lambda number: {own: {5: "a"}}[number])
    monkeypatch.setattr(leftovers, "_below", lambda number: {own: {6: "b"}}[number])
    monkeypatch.setattr(leftovers.sys, "platform", system)
    assert leftovers._processes() == seen


def test_a_process_that_has_just_gone_is_passed_over(monkeypatch):
    def gone():
        raise psutil.NoSuchProcess(7)

    one = types.SimpleNamespace(pid=7, status=gone)
    other = types.SimpleNamespace(pid=8, status=lambda: "running", cmdline=lambda: ["a", "b"])
    own = types.SimpleNamespace(children=lambda recursive: [one, other])
    monkeypatch.setattr(psutil, "Process", lambda number: own)
    assert leftovers._below(5) == {8: "a b"}


def test_a_topic_whose_packages_lack_psutil_tells_of_no_process(monkeypatch):
    monkeypatch.setitem(sys.modules, "psutil", None)
    assert leftovers._below(os.getpid()) == {}


def left_in_time(source, seconds):
    """The same; asked again where it took longer, for a machine may have other things to do."""
    for _ in range(4):
        found = left(source)
        if found["took"] < seconds:
            break
    return found


ENDED = {
    "nothing": "",
    "a process that has ended": "subprocess.run([sys.executable, '-c', ''])",
    "one that nobody has asked about": "subprocess.Popen([sys.executable, '-c', ''])\n"
    "time.sleep(0.5)",
    "a thread that has ended": "t = threading.Thread(target=int); t.start(); t.join()",
    "a thread about to end": "threading.Thread(target=time.sleep, args=(0.1,)).start()",
    "the tracker of multiprocessing": "from multiprocessing import resource_tracker as t\n"
    "t.ensure_running()",
}


@pytest.mark.parametrize("source", ENDED.values(), ids=ENDED)
def test_what_has_ended_is_not_left(source):
    found = left_in_time(source, 0.95)
    assert found["said"] == ""
    assert found["took"] < 0.95  # it looks again and again


RUNNING = {
    "a process": ("subprocess.Popen(sleep)", PROCESS.format(COMMAND)),
    "one with a long name": (
        f"subprocess.Popen([sys.executable, '-c', {LONG.partition('-c ')[2]!r}])",
        PROCESS.format(f"{LONG[:100]} …"),
    ),
    "one whose name just fits": (
        f"subprocess.Popen([sys.executable, '-c', {FITS.partition('-c ')[2]!r}])",
        PROCESS.format(FITS),
    ),
    "a thread": (
        "threading.Thread(target=time.sleep, args=(8,), name='late').start()",
        THREAD.format("late"),
    ),
    "the first of two": (
        "for name in ('one', 'two'):\n"
        "    threading.Thread(target=time.sleep, args=(8,), name=name, daemon=True).start()",
        THREAD.format("one"),
    ),
    "a process before a thread": (
        "threading.Thread(target=time.sleep, args=(8,)).start()\nsubprocess.Popen(sleep)",
        PROCESS.format(COMMAND),
    ),
    "a process that does not want to end": (
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nsubprocess.Popen(sleep)",
        PROCESS.format(COMMAND),
    ),
}


@pytest.mark.skipif(os.name == "nt", reason="commands are told otherwise on Windows")
@pytest.mark.parametrize(("source", "said"), RUNNING.values(), ids=RUNNING)
def test_what_runs_is_named_and_its_processes_are_ended(source, said):
    seconds = 5 if "process" in said else 1.2
    found = left_in_time(source, seconds)
    assert found["said"] == said
    assert found["running"] == []
    assert 0.2 < found["took"] < seconds  # so long it may end by itself


FAR = {
    "behind one that has ended": "code = 'import subprocess as s, sys; s.Popen(sys.argv[1:])'\n"
    "subprocess.run([sys.executable, '-c', code, *sleep])",
    "below one that runs": "code = 'import subprocess as s, sys; s.run(sys.argv[1:])'\n"
    "subprocess.Popen([sys.executable, '-c', code, *sleep])\ntime.sleep(0.5)",
    "of another session": "subprocess.Popen(sleep, start_new_session=True)",
}


@LINUX
@pytest.mark.parametrize("source", FAR.values(), ids=FAR)
def test_what_runs_further_away_is_ended_too(source):
    found = left(source)
    assert found["said"].startswith(f"it leaves a process running ({sys.executable} -c ")
    assert found["running"] == []
