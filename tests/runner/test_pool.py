"""How snippets are handed to workers: by one that answers as it is told, and executes nothing."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from runner import RunnerError, packages, pool
from runner.job import Job, Result
from runner.snippet import Snippet
from tests.project import HASHED, ROOT, put

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the worker is a script with #!")
WORKER = """#!{python}
import json, os, sys

log = open({log!r}, "a")
told = {{"argv": sys.argv[1:], "cwd": os.getcwd(), "env": dict(os.environ)}}
print(json.dumps(told), file=log, flush=True)


def leave():
    sys.stderr.buffer.write(b"last \\xff words\\n\\n")
    sys.exit(3)


for line in sys.stdin:
    print(line.strip(), file=log, flush=True)
    job = json.loads(line)
    if "id" not in job:
        if "leaves" in job["preload"]:
            leave()
        continue
    print(json.dumps({{"id": job["id"], "event": "started"}}), flush=True)
    if "long" in job["path"]:
        continue
    if "die" in job["path"]:
        leave()
    result = {{"stdout": job["path"], "figure": None, "problem": None, "translated": {{}}}}
    result |= {{"seconds": 1.5, "peak": 7}}
    print(json.dumps({{"id": job["id"], "event": "ended", "result": result}}), flush=True)
print(json.dumps("closed"), file=log, flush=True)
"""


class Packages:
    """Packages whose Python is such a worker."""

    def __init__(self, root, python):
        self.root, self.python, self.more = root, python, {}

    def variables(self):
        return {"A": "1", "PATH": os.environ["PATH"]} | self.more


class Desk:
    """A project, its packages, and what their workers were told."""

    def __init__(self, root):
        self.root, self.log = root, root / "log"
        self.packages = self.other("python")
        self.said = []

    def other(self, name):
        python = self.root / name
        python.write_text(WORKER.format(python=sys.executable, log=str(self.log)), encoding="utf-8")
        python.chmod(0o755)
        return Packages(self.root, python)

    def told(self):
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def job(self, number, name):
        path = str(self.root / "snippets" / f"{name}.py")
        return Job(number, path, "m", ["h"], 9, False, {})

    def snippet(self, name, source="print(1)\n"):
        return Snippet(self.root, put(self.root / "snippets" / "one" / f"{name}.py", source))

    def results(self, imports, **options):
        packages = options.pop("packages", self.packages)
        return list(pool.results(packages, imports, self.said.append, **options))


@pytest.fixture
def desk(tmp_path):
    pool.stop()
    yield Desk(tmp_path.resolve())
    pool.stop()


def test_a_worker_is_this_runners_and_learns_first_what_to_import(desk):
    worker = pool.WorkerProcess(desk.packages, {"b", "a"})
    worker.close()
    told, setup, closed = desk.told()
    assert told["argv"] == ["-P", "-m", "runner.worker"]
    assert told["cwd"] == str(desk.root)
    known = {"A": "1", "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    assert {name: told["env"].get(name) for name in known} == known
    assert "HOME" not in told["env"]  # nothing but what the packages say
    assert setup == {"preload": ["a", "b"], "slots": pool.slots()}
    assert closed == "closed"


def test_answers_come_as_they_are_given(desk):
    worker = pool.WorkerProcess(desk.packages, set())
    started = []
    answers = worker.answers([desk.job(4, "a"), desk.job(9, "b")], started.append)
    one, two = (str(desk.root / "snippets" / f"{name}.py") for name in "ab")
    found = list(answers)
    assert found == [(4, Result(one, seconds=1.5, peak=7)), (9, Result(two, seconds=1.5, peak=7))]
    assert started == [4, 9]
    assert desk.told()[2] == asdict(desk.job(4, "a"))
    assert next(worker.answers([desk.job(1, "c")], started.append))[0] == 1
    worker.close()


def test_a_worker_that_ends_is_told_with_what_ran_then_and_its_last_words(desk):
    worker = pool.WorkerProcess(desk.packages, set())
    jobs = [desk.job(n, name) for n, name in enumerate(("a", "long", "die", "c"), 1)]
    answers = worker.answers(jobs, print)
    assert next(answers)[0] == 1
    with pytest.raises(RunnerError) as error:
        next(answers)
    assert str(error.value) == (
        "the process that starts the snippets has ended; snippets/long.py snippets/die.py ran "
        "then. Is memory short? Try again: python -m runner snippets/long.py snippets/die.py\n"
        "last \ufffd words"
    )
    worker.close()


def test_a_worker_that_has_ended_before_is_told_too(desk):
    worker = pool.WorkerProcess(desk.packages, {"leaves"})
    worker._process.wait()
    with pytest.raises(RunnerError) as error:
        list(worker.answers([desk.job(1, "a"), desk.job(2, "b")], print))
    assert str(error.value) == (
        "the process that starts the snippets has ended; no snippet ran then. Is memory short? "
        "Try again: python -m runner\nlast \ufffd words"
    )
    worker.close()


def test_a_worker_serves_who_asks_for_no_more_and_nothing_else(desk):
    worker = pool.WorkerProcess(desk.packages, {"a", "b"})
    for preload in (set(), {"a"}, {"a", "b"}):
        assert worker.serves(desk.packages, preload)
    assert not worker.serves(desk.packages, {"a", "c"})
    assert not worker.serves(desk.other("python2"), {"a"})
    desk.packages.more = {"A": "2"}  # a variable is another now
    assert not worker.serves(desk.packages, {"a"})
    desk.packages.more = {}
    assert worker.serves(desk.packages, {"a"})
    worker.close()
    assert not worker.serves(desk.packages, {"a"})


def test_a_worker_that_does_not_end_is_killed(desk):
    worker = pool.WorkerProcess(desk.packages, set())
    waits, wait = [], worker._process.wait

    def slow(timeout=None):
        waits.append(timeout)
        if timeout:
            raise subprocess.TimeoutExpired("python", timeout)
        return wait()

    worker._process.wait = slow
    worker._process.stdin.close = lambda: None  # so that it does not end by itself
    worker.close()
    assert waits == [10, None]
    assert worker._process.returncode == -9
    assert worker._process.stdout.closed
    assert worker._errors.closed


def test_snippets_share_one_import_but_for_those_that_set_variables(desk):
    plain, fresh = (
        desk.snippet("plain"),
        desk.snippet("fresh", "import os\nos.environ['A'] = '1'\n"),
    )
    other = desk.snippet("other", "# timeout: 7\nprint(1)\n")
    found = desk.results({plain: {"numpy"}, fresh: {"keras"}, other: {"scipy", "numpy"}})
    ran = [fresh, plain, other]  # what takes longest first
    assert [snippet for snippet, _ in found] == ran
    assert [result.stdout for _, result in found] == [str(snippet.path) for snippet in ran]
    _, setup, *jobs = desk.told()
    assert setup["preload"] == ["numpy", "scipy"]
    assert [(job["id"], job["fresh"], job["timeout"]) for job in jobs] == [
        (1, True, 60), (0, False, 60), (2, False, 7)
    ]  # fmt: skip
    assert {job["modules"] for job in jobs} == {str(desk.root / "snippets")}
    assert jobs[0]["hide"] == [str(ROOT), str(desk.root)]
    assert jobs[0]["texts"] == {}
    running = ["running one/fresh.py (2 to go)", "running one/plain.py (1 to go)"]
    assert desk.said == [
        "importing numpy, scipy, once for all snippets", *running, "running one/other.py"
    ]  # fmt: skip


def test_where_nothing_is_to_be_run_nothing_starts(desk):
    assert desk.results({}) == []
    assert not desk.log.exists()


def test_a_worker_stands_by_and_second_runs_have_one_of_their_own(desk):
    idea = desk.snippet("idea")
    starts = lambda: sum("argv" in line for line in desk.told() if isinstance(line, dict))  # noqa: E731
    desk.results({idea: {"numpy"}})
    desk.results({idea: {"numpy"}})
    desk.results({idea: set()})
    assert starts() == 1
    desk.results({idea: {"numpy"}}, second=True)
    assert starts() == 2
    desk.results({idea: {"scipy"}})  # one that has imported it takes the first one's place
    assert (starts(), desk.told().count("closed")) == (3, 1)
    desk.results({idea: {"scipy"}}, packages=desk.other("python2"))
    assert (starts(), desk.told().count("closed")) == (4, 1)
    importing = [text for text in desk.said if text.startswith("importing")]
    assert importing == [
        f"importing {n}, once for all snippets" for n in ("numpy", "numpy", "scipy", "scipy")
    ]
    pool.stop()
    assert desk.told().count("closed") == 4
    pool.stop()


def test_where_no_process_can_be_forked_no_import_is_announced(desk, monkeypatch):
    monkeypatch.setattr(pool, "can_fork", lambda: False)
    desk.results({desk.snippet("idea"): {"numpy"}})
    assert desk.said == ["running one/idea.py"]


def test_whatever_goes_wrong_no_worker_runs_on(desk):
    imports = {desk.snippet("a"): set(), desk.snippet("b"): set()}
    results = pool.results(desk.packages, imports, desk.said.append)
    next(results)
    assert pool._workers
    with pytest.raises(KeyboardInterrupt):
        results.throw(KeyboardInterrupt)
    assert pool._workers == {}
    with pytest.raises(RunnerError, match=r"snippets/one/die\.py ran then"):
        desk.results({desk.snippet("a"): set(), desk.snippet("die"): set()})
    assert pool._workers == {}


def test_as_many_run_at_once_as_there_are_cores_for_this_process(monkeypatch):
    monkeypatch.setattr(
        pool.os, "sched_getaffinity", lambda pid: {0: {3, 5, 9}}[pid], raising=False
    )
    assert pool.slots() == 3
    monkeypatch.delattr(pool.os, "sched_getaffinity")
    monkeypatch.setattr(pool.os, "cpu_count", lambda: 6)
    assert pool.slots() == 6
    monkeypatch.setattr(pool.os, "cpu_count", lambda: None)
    assert pool.slots() == 1


def test_workers_stand_by_with_what_snippets_import_here(desk, monkeypatch):
    for name, source in {
        "a": "import numpy\n",
        "b": "import scipy\n",
        "fresh": "import keras, os\nos.environ['A'] = '1'\n",
        "amiss": "import = 1\n",
        "last": "import numpy, PIL\n",
    }.items():
        desk.snippet(name, source)
    other = desk.root / "snippets" / "two"
    other.mkdir()
    (other / "idea.py").write_text("import torch\n", encoding="utf-8")
    (other / "requirements.in").write_text("six==1\n", encoding="utf-8")
    (other / "requirements.txt").write_text(HASHED, encoding="utf-8")
    started = []
    monkeypatch.setattr(pool, "_worker", lambda *given: started.append(given))
    monkeypatch.setattr(pool, "can_fork", lambda: True)
    pool.stand_by(desk.root)
    own = packages.Packages(desk.root, desk.root / "requirements.txt")
    asked = [(found, preload, second) for found, preload, _, second in started]
    wanted = {"numpy", "scipy", "PIL"}
    assert asked == [(own, wanted, False), (own, wanted, True)]
    started.clear()
    monkeypatch.setattr(pool, "can_fork", lambda: False)
    pool.stand_by(desk.root)
    assert started == []


def test_home_is_where_the_runner_is_imported_from():
    assert Path(pool.HOME) == ROOT
