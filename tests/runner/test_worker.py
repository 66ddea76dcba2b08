"""What a worker does with what it is asked: one process each, so many at once, each ended whole."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import types

import pytest

from runner import worker
from runner.job import Job, Problem, Result
from tests.project import ROOT

JOB = Job(1, "/p/idea.py", "m", [], timeout=9, fresh=False, texts={})


class Process:
    """A process as multiprocessing has it, whose life the test decides."""

    def __init__(self, target, args):
        self.target, self.args = target, args
        self.alive, self.exitcode, self.pid, self.done = True, 5, 4242, []

    def start(self):
        self.done.append("start")

    def is_alive(self):
        return self.alive

    def kill(self):
        self.done.append("kill")

    def join(self):
        self.done.append("join")


@pytest.fixture
def killed(monkeypatch):
    """The groups of processes that were killed."""
    found = []
    monkeypatch.setattr(worker.os, "killpg", lambda *given: found.append(given), raising=False)
    return found


@pytest.fixture
def box(monkeypatch, killed):
    monkeypatch.setattr(worker.time, "monotonic", lambda: 100.0)
    made = worker.Sandbox(JOB, types.SimpleNamespace(Process=Process))
    yield made
    made.clear()


def test_a_snippet_has_a_process_and_an_empty_folder(box):
    assert box.process.target is worker.sandbox.execute
    assert box.process.args == (JOB, box.folder)
    assert box.process.done == ["start"]
    assert [path.name for path in box.folder.iterdir()] == ["work"]
    assert box.folder.name.startswith("snippet-")
    box.clear()
    assert not box.folder.exists()
    box.clear()  # what is gone is no fault


def test_it_is_over_when_it_has_ended_is_late_or_prints_too_much(box, monkeypatch):
    assert not box.is_over()
    monkeypatch.setattr(worker.time, "monotonic", lambda: 139.0)
    assert not box.is_over()  # after its 9 seconds, 30 more to end by itself
    monkeypatch.setattr(worker.time, "monotonic", lambda: 139.1)
    assert box.is_over()
    monkeypatch.setattr(worker.time, "monotonic", lambda: 100.0)
    (box.folder / "stdout.txt").write_bytes(b"a" * 1_000_001)
    assert box.is_over()
    (box.folder / "stdout.txt").unlink()
    assert not box.is_over()
    box.process.alive = False
    assert box.is_over()


def test_its_whole_group_is_killed_and_its_own_exit_code_told(box, killed):
    assert box.end() is None  # it had not ended by itself
    box.process.alive = False
    assert box.end() == 5
    assert killed == [(4242, 9), (4242, 9)]
    assert box.process.done == ["start", "join", "join"]


@pytest.mark.parametrize("error", [AttributeError, ProcessLookupError, PermissionError])
def test_where_there_are_no_groups_the_process_is_killed(box, monkeypatch, error):
    def refuse(*_):
        raise error

    monkeypatch.setattr(worker.os, "killpg", refuse)
    box.end()
    assert box.process.done == ["start", "kill", "join"]


class Box:
    """Instead of a sandbox: over when the test says so."""

    made, most = [], 0

    def __init__(self, job, context):
        if "full" in job.path:
            raise OSError(28, "No space left on device", "there")
        if "none" in job.path:
            raise OSError("no more processes")
        self.job, self.context, self.folder = job, context, f"folder of {job.path}"
        self.done = []
        reading, self.writing = os.pipe()
        self.process = types.SimpleNamespace(sentinel=reading)
        Box.made.append(self)
        Box.most = max(Box.most, sum("cleared" not in box.done for box in Box.made))

    def is_over(self):
        return "long" not in self.job.path

    def end(self):
        self.done.append("ended")
        return 3

    def clear(self):
        self.done.append("cleared")


@pytest.fixture
def asked(monkeypatch):
    """Runs the worker on jobs of these paths, and gives what it has said."""
    contexts = {}

    class Context:
        def __init__(self, name):
            self.name, self.preload = name, None

        def set_forkserver_preload(self, names):
            self.preload = names

    monkeypatch.setattr(
        worker.multiprocessing, "get_context", lambda n: contexts.setdefault(n, Context(n))
    )
    monkeypatch.setattr(
        worker.forkserver, "ensure_running", lambda: contexts.setdefault("running", True)
    )
    monkeypatch.setattr(worker, "Sandbox", Box)
    monkeypatch.setattr(worker, "verdict", lambda *given: Result(repr(given)))
    Box.made, Box.most = [], 0

    def run(*paths, slots=2, fork=True, until=None, fresh=()):
        monkeypatch.setattr(worker, "can_fork", lambda: fork)
        reading, writing = os.pipe()
        jobs = [Job(i, p, "m", [], 9, p in fresh, {}) for i, p in enumerate(paths)]
        lines = [{"preload": ["numpy"], "slots": slots}, *(vars(job) for job in jobs)]
        os.write(writing, "".join(json.dumps(line) + "\n" for line in lines).encode())
        out = io.StringIO()
        monkeypatch.setattr(sys, "stdin", open(reading, encoding="utf-8"))  # noqa: SIM115
        monkeypatch.setattr(sys, "stdout", out)
        thread = threading.Thread(target=worker.main, daemon=True)
        thread.start()
        number = 2 * len(paths) if until is None else until
        end = time.monotonic() + 10
        while out.getvalue().count("\n") < number and thread.is_alive():
            assert time.monotonic() < end
            time.sleep(0.01)
        os.close(writing)  # whoever asked is gone
        thread.join(timeout=10)
        monkeypatch.undo()
        assert not thread.is_alive()
        return [json.loads(line) for line in out.getvalue().splitlines()], contexts

    return run


def test_each_job_is_said_to_begin_and_to_end_with_its_result(asked):
    said, contexts = asked("a", "b", "c")
    assert [one["id"] for one in said if one["event"] == "started"] == [0, 1, 2]
    for number, path in enumerate("abc"):
        events = [one for one in said if one["id"] == number]
        assert [one["event"] for one in events] == ["started", "ended"]
        job = Box.made[number].job
        assert Result.from_json(events[1]["result"]).stdout == repr((f"folder of {path}", job, 3))
    assert Box.most <= 2
    assert all(box.done == ["ended", "cleared"] for box in Box.made)
    assert contexts["forkserver"].preload == ["runner.sandbox", "numpy"]
    assert contexts["running"]


def test_so_many_run_at_once_and_what_runs_is_ended_with_who_asked(asked):
    said, _ = asked("long 1", "long 2", "long 3", slots=2, until=2)
    assert [(one["id"], one["event"]) for one in said] == [(0, "started"), (1, "started")]
    assert Box.most == 2
    assert all(box.done == ["ended", "cleared"] for box in Box.made)
    assert len(Box.made) == 2


def test_who_sets_variables_starts_from_a_bare_interpreter(asked):
    _, contexts = asked("a", "b", fresh=("b",))
    of = {box.job.path: box.context for box in Box.made}
    assert of == {"a": contexts["forkserver"], "b": contexts["spawn"]}


def test_where_no_process_can_be_forked_each_starts_so(asked):
    _, contexts = asked("a", fork=False)
    assert set(contexts) == {"spawn"}
    assert Box.made[0].context is contexts["spawn"]


def test_without_room_for_a_process_that_is_told_and_the_others_run(asked):
    said, _ = asked("full", "none", "a", slots=1)
    ended = {one["id"]: Result.from_json(one["result"]) for one in said if one["event"] == "ended"}
    text = "there: No space left on device. Free some space on its disk, then try again"
    assert ended[0] == Result(problem=Problem(None, text))
    text = "no process for it: no more processes. Close other programs, then try again"
    assert ended[1] == Result(problem=Problem(None, text))
    assert ended[2].problem is None


@pytest.mark.parametrize("length", [74, 75, 76, 300])
def test_a_long_folder_for_temporary_files_is_passed_over(asked, monkeypatch, length):
    name = "/" + "é" * ((length - 1) // 2) + "x" * ((length - 1) % 2)
    assert len(os.fsencode(name)) == length
    monkeypatch.setattr(worker.tempfile, "tempdir", name)
    kept = []
    monkeypatch.setattr(worker.forkserver, "ensure_running", lambda: None)
    box = Box.__init__

    def noting(self, job, context):
        kept.append(worker.tempfile.tempdir)
        box(self, job, context)

    monkeypatch.setattr(Box, "__init__", noting)
    asked("a")
    assert kept == [name if length <= 75 else "/tmp"]


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal on Windows")
def test_interrupted_it_ends_though_more_could_be_asked():
    with subprocess.Popen(
        [sys.executable, "-m", "runner.worker"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        job = JOB.__dict__ | {"path": "gone.py", "hide": []}
        for line in ({"preload": [], "slots": 1}, job):
            process.stdin.write(json.dumps(line).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline()) == {"id": 1, "event": "started"}
        assert json.loads(process.stdout.readline())["event"] == "ended"
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(timeout=10) == 0
        finally:
            process.kill()
        assert process.stderr.read() == b""
