"""A result is remembered just as long as nothing that could change it has changed."""

import json
import os
import sys

import pytest

import runner
from runner.environment import can_fork
from runner.packages import Packages

HELLO = "print('hello')\n"


def test_nothing_changed_nothing_runs(project, monkeypatch):
    project.write("snippets/topic/idea.py", HELLO)
    project.record()
    monkeypatch.setattr("runner.pool.WorkerProcess", None)  # starting one would fail
    done = project.check()
    assert not done.executed
    assert [s.title for s in done.results] == ["topic/idea.py"]


CHANGES = {
    "the source": lambda p, m: p.write(
        "snippets/topic/idea.py", p.read("snippets/topic/idea.py") + "\n"
    ),
    "what it imports": lambda p, m: p.write("snippets/near.py", "import far\n\n"),
    "what that imports": lambda p, m: p.write("snippets/far.py", "X = 1\n\n"),
    "the lock file": lambda p, m: p.write("requirements.txt", "numpy==2\n"),
    "a variable": lambda p, m: m.setenv("TF_ENABLE_ONEDNN_OPTS", "0"),
    "a package": lambda p, m: m.setattr("runner.environment.installed", lambda: ("other",)),
    "Python": lambda p, m: m.setattr("sys.version", sys.version + " "),
    "the platform": lambda p, m: m.setattr("platform.machine", lambda: "other"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_in_anything_that_counts_runs_it_again(project, monkeypatch, change):
    project.write("snippets/far.py", "X = 1\n")
    project.write("snippets/near.py", "import far\n")
    project.write("snippets/topic/idea.py", "import near\nprint(near.far.X)\n")
    project.write("snippets/topic/other.py", HELLO)
    project.record()
    assert not project.check().executed
    change(project, monkeypatch)
    ran = {s.title for s in project.check().executed}
    assert "topic/idea.py" in ran
    assert not project.check().executed


def test_an_edit_of_any_module_that_it_imports_runs_it_again(project):
    for name in ("one", "two", "three"):
        project.write(f"snippets/{name}.py", "X = 1\n")
    source = "import one\nimport two\nfrom three import X\nprint(one.X, two.X, X)\n"
    project.write("snippets/topic/idea.py", source)
    project.record()
    for name in ("one", "two", "three"):
        project.write(f"snippets/{name}.py", "X = 1  # as before\n")
        assert [s.title for s in project.check().executed] == ["topic/idea.py"]


def test_an_edit_runs_only_what_it_affects(project):
    project.write("snippets/near.py", "X = 1\n")
    project.write("snippets/topic/idea.py", "import near\nprint(near.X)\n")
    project.write("snippets/topic/other.py", HELLO)
    project.record()
    project.write("snippets/near.py", "X = 2\n")
    message = project.failure()
    assert "+2" in message
    assert "other" not in message
    done = project.record()
    assert [s.title for s in done.recorded] == ["topic/idea.py"]
    assert project.read("snippets/topic/idea.txt") == "2\n"


def test_the_runners_own_sources_are_in_the_fingerprint(project, tmp_path_factory, monkeypatch):
    before = runner.environment_fingerprint(project.folder)
    copy = tmp_path_factory.mktemp("runner")
    for source in runner.environment.HERE.iterdir():
        if source.is_file():
            (copy / source.name).write_bytes(source.read_bytes())
    (copy / "noise.py").write_bytes((copy / "noise.py").read_bytes() + b"\n")
    monkeypatch.setattr("runner.environment.HERE", copy)
    assert runner.environment_fingerprint(project.folder) != before


def test_a_failure_is_not_remembered(project):
    flag = project.folder / "flag"
    project.write(
        "snippets/topic/idea.py",
        f"from pathlib import Path\nassert Path({str(flag)!r}).exists()\nprint('ok')\n",
    )
    project.write("snippets/topic/idea.txt", "ok\n")
    assert "AssertionError" in project.failure()
    flag.touch()
    assert len(project.check().executed) == 1


def results(project):
    return list((project.folder / ".cache/runner/results").iterdir())


DAMAGE = {
    "empty": lambda kept: b"",
    "cut short": lambda kept: kept[: len(kept) // 2],
    "not UTF-8": lambda kept: b"\xff" + kept,
    "of another kind": lambda kept: b'["hello"]',
    "of an older version": lambda kept: b'{"output": "hello\\n", "svg": null}',
    "without its problem": lambda kept: json.dumps(
        {k: v for k, v in json.loads(kept).items() if k != "problem"}
    ).encode(),
    "with a number for a text": lambda kept: json.dumps(json.loads(kept) | {"stdout": 5}).encode(),
    "with half a problem": lambda kept: json.dumps(
        json.loads(kept) | {"problem": {"line": 1}}
    ).encode(),
    "with something wrong": lambda kept: json.dumps(
        json.loads(kept) | {"problem": {"line": 1, "text": "no"}}
    ).encode(),
    "without an end": lambda kept: b"[" * 100_000,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_result_that_cannot_be_read_is_not_remembered(project, damage):
    project.write("snippets/topic/idea.py", HELLO)
    project.record()
    (kept,) = results(project)
    whole = json.loads(kept.read_bytes())
    kept.write_bytes(damage(kept.read_bytes()))
    assert [s.title for s in project.check().executed] == ["topic/idea.py"]
    assert json.loads(kept.read_bytes())["stdout"] == whole["stdout"]
    assert not project.check().executed


def test_what_no_check_has_used_for_a_month_is_forgotten(project):
    project.write("snippets/topic/idea.py", HELLO)
    project.record()
    (kept,) = results(project)
    old = project.write(".cache/runner/results/old.json", "{}")
    left = project.write(".cache/runner/parts/1-idea.txt", "hel")  # by an interruption
    recent = project.write(".cache/runner/parts/2-idea.txt", "hel")  # perhaps being written
    for path in (kept, old, left):
        os.utime(path, (0, 0))
    project.check()
    assert results(project) == [kept]
    assert [p.name for p in left.parent.iterdir()] == [recent.name]


def test_a_damaged_report_is_written_anew(project):
    project.write("snippets/topic/idea.py", HELLO)
    project.record()
    report, totals = ".cache/runner/report.json", ".cache/report/totals.md"
    whole = project.read(report), project.read(totals)
    project.write(report, b"\xff")
    (project.folder / totals).unlink()
    project.check()
    assert (project.read(report), project.read(totals)) == whole
    (project.folder / totals).unlink()
    project.check()
    assert project.read(totals) == whole[1]


def test_two_checks_at_once_do_not_disturb_each_other(project):
    for n in range(4):
        project.write(f"snippets/topic/s{n}.py", f"print({n})\n")
    both = [project.start("--record", "--again") for _ in range(2)]
    for command in both:
        _, errors = command.communicate(timeout=120)
        assert command.returncode == 0, errors
    assert [project.read(f"snippets/topic/s{n}.txt") for n in range(4)] == [
        f"{n}\n" for n in range(4)
    ]


def test_a_lock_file_asks_for_the_same_however_its_lines_end(project):
    asked = b"six==1.17.0 \\\n    --hash=sha256:0\n"
    found = []
    for text in (asked, asked.replace(b"\n", b"\r\n"), asked.replace(b"17", b"16")):
        path = project.write("snippets/topic/requirements.txt", text)
        packages = Packages(project.folder, path)
        found.append((packages.folder, packages.digest(), packages.text))
    assert found[0] == found[1]
    assert not set(found[0]) & set(found[2])


@pytest.mark.skipif(not can_fork(), reason="a process that has imported cannot be forked here")
def test_workers_that_stand_by_run_the_next_snippet(project, monkeypatch):
    """First and second runs both: nothing is started, nothing imported, when one is edited."""
    project.write("snippets/topic/idea.py", HELLO)
    project.write("snippets/topic/sums.py", "import numpy as np\n\nprint(np.ones(3).sum())\n")
    runner.stand_by(project.folder)
    monkeypatch.setattr("runner.pool.WorkerProcess", None)  # starting one would fail
    assert len(project.record().executed) == 2
    assert not [said for said in project.said if said.startswith("importing")]


def test_a_file_is_written_where_no_folder_was(tmp_path):
    path = tmp_path / "a" / "b" / "idea.txt"
    runner.write_whole(tmp_path, path, "é\n")
    assert path.read_bytes() == "é\n".encode()
