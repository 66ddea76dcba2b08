"""A snippet runs as if it were alone in the world; its result is remembered just as long as nothing
that could change it has changed."""

import functools
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

import runner
from runner import figures, memory

HELLO = "print('hello')\n"


def test_each_snippet_has_a_clean_process_and_an_empty_folder(project):
    project.write(
        "snippets/topic/a.py",
        "import builtins, os, sys, numpy as np\n"
        "print(os.listdir(), hasattr(builtins, 'mark'), np.random.get_state()[2] == 1)\n"
        "print(__name__, os.path.basename(sys.argv[0]), len(sys.argv), 'runner' in sys.path[0])\n"
        "builtins.mark = 1\nnp.random.seed(0)\nnp.random.rand(3)\nopen('left', 'w').close()\n",
    )
    project.write("snippets/topic/b.py", project.read("snippets/topic/a.py"))
    project.record()
    for name in "ab":
        printed = project.read(f"snippets/topic/{name}.txt").splitlines()
        assert printed[0].startswith("[] False")
        assert printed[1] == f"__main__ {name}.py 1 False"


def test_a_snippet_may_import_what_readers_download(project):
    project.write("snippets/take_home.py", "VALUE = 42\n")
    project.write("snippets/topic/idea.py", "import take_home\nprint(take_home.VALUE)\n")
    project.record()
    assert project.read("snippets/topic/idea.txt") == "42\n"


def test_output_from_below_python_is_output(project):
    project.write(
        "snippets/topic/idea.py", "import os\nprint(1, flush=True)\nos.write(1, b'2\\n')\n"
    )
    project.record()
    assert project.read("snippets/topic/idea.txt") == "1\n2\n"


def test_tensorflow_is_imported_only_for_snippets_that_need_it(project):
    show = "import sys\nprint('tensorflow' in sys.modules)\n"
    project.write("snippets/topic/plain.py", show)
    project.write("snippets/topic/array.py", "import numpy\n" + show)
    project.record()
    assert project.read("snippets/topic/plain.txt") == "False\n"
    assert project.read("snippets/topic/array.txt") == "False\n"
    assert not any("keras" in line or "tensorflow" in line for line in project.said)


def test_a_variable_set_by_a_snippet_counts_because_its_interpreter_is_fresh(project):
    project.write("snippets/topic/a.py", "import numpy as np\nprint(np.__name__)\n")
    project.write(
        "snippets/topic/b.py",
        "import os, sys\nprint('numpy' in sys.modules)\nos.environ['X'] = '1'\nimport numpy\n",
    )
    project.record()
    assert project.read("snippets/topic/b.txt") == "False\n"


def test_the_readers_own_settings_do_not_count(project, monkeypatch, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    (home / "keras.json").write_text('{"image_data_format": "channels_first"}')
    (home / "matplotlibrc").write_text("axes.facecolor: red\n")
    monkeypatch.setenv("KERAS_HOME", str(home))
    monkeypatch.setenv("MPLCONFIGDIR", str(home))
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.setenv("PYTHONPATH", str(home))
    project.write(
        "snippets/topic/idea.py",
        "import os, sys\nprint(sys.warnoptions, os.environ.get('PYTHONPATH'))\n"
        f"print({str(home)!r} in os.environ['KERAS_HOME'] + os.environ['MPLCONFIGDIR'])\n",
    )
    project.record()
    assert project.read("snippets/topic/idea.txt") == "[] None\nFalse\n"


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
    before = runner.environment_fingerprint(project.root)
    copy = tmp_path_factory.mktemp("runner")
    for source in runner.environment.HERE.iterdir():
        if source.is_file():
            (copy / source.name).write_bytes(source.read_bytes())
    (copy / "noise.py").write_bytes((copy / "noise.py").read_bytes() + b"\n")
    monkeypatch.setattr("runner.environment.HERE", copy)
    assert runner.environment_fingerprint(project.root) != before


def test_a_failure_is_not_remembered(project):
    flag = project.root / "flag"
    project.write(
        "snippets/topic/idea.py",
        f"from pathlib import Path\nassert Path({str(flag)!r}).exists()\nprint('ok')\n",
    )
    project.write("snippets/topic/idea.txt", "ok\n")
    assert "AssertionError" in project.failure()
    flag.touch()
    assert len(project.check().executed) == 1


RANDOM = {
    "random numbers": "import random\nprint(random.random())\n",
    "an address": "print(object())\n",
    "an order that is none": "print({str(i) for i in range(50)})\n",
    "a random line": "import random, matplotlib.pyplot as plt\nplt.plot([random.random(), 9])\n",
}


@pytest.mark.parametrize("source", RANDOM.values(), ids=RANDOM)
def test_an_output_that_differs_from_run_to_run_is_not_recorded(project, source):
    project.write("snippets/topic/idea.py", source)
    before = project.tree()
    assert "two runs printed or drew different things" in project.failure(record=True)
    assert project.tree() == before


def test_a_figure_is_the_same_bytes_each_time_and_follows_the_scheme(project):
    project.write(
        "snippets/topic/idea.py",
        "import matplotlib.pyplot as plt\n"
        "fig, axes = plt.subplots(1, 2)\naxes[0].plot([1, 3, 2], marker='o', label='a')\n"
        "axes[0].legend()\naxes[1].imshow([[0, 1], [2, 3]])\naxes[1].set_title('Map')\n",
    )
    project.record()
    svg = project.read("snippets/topic/idea.svg")
    assert not (project.root / "snippets/topic/idea.txt").exists()
    assert "currentColor" in svg
    assert "prefers-color-scheme:dark" in svg
    assert "#000000" not in svg
    assert "date" not in svg.lower().split("<style")[0]
    (project.root / "snippets/topic/idea.svg").unlink()
    project.record("snippets/topic")
    assert project.read("snippets/topic/idea.svg") == svg
    project.write("snippets/topic/idea.svg", svg.replace(">", ">\n", 1))
    assert "the figure is not the recorded" in project.failure()


def test_figures_of_two_machines_are_the_same_up_to_a_twentieth_of_a_point():
    one = '<path d="M 10.5 20 L 30.25 4"/><use href="#i1"/>'
    assert figures.same(one, one.replace("30.25", "30.28").replace("20", "20.01"))
    for other in ("30.5", "130.25"):
        assert not figures.same(one, one.replace("30.25", other))
    assert not figures.same(one, one.replace("#i1", "#i2"))
    assert not figures.same(one, one.replace("path", "line"))


def test_recording_takes_away_what_a_snippet_no_longer_has(project):
    project.write("snippets/topic/idea.py", "import matplotlib.pyplot as plt\nplt.plot([1, 2])\n")
    project.record()
    project.write("snippets/topic/idea.py", HELLO)
    assert "no figure, where snippets/topic/idea.svg is recorded" in project.failure()
    project.record()
    assert sorted(p.name for p in (project.root / "snippets/topic").iterdir()) == [
        "idea.py",
        "idea.txt",
    ]


def test_recording_leaves_what_is_unchanged_untouched(project):
    project.write("snippets/topic/a.py", HELLO)
    project.write("snippets/topic/b.py", HELLO)
    project.record()
    before = (project.root / "snippets/topic/a.txt").stat().st_mtime_ns
    project.write("snippets/topic/b.py", "print('other')\n")
    assert [s.title for s in project.record().recorded] == ["topic/b.py"]
    assert (project.root / "snippets/topic/a.txt").stat().st_mtime_ns == before
    assert any("+other" in line for line in project.said)


def test_an_interruption_leaves_each_record_old_or_new(project, monkeypatch):
    names = [f"snippets/topic/{n}.txt" for n in "abc"]
    for n in "abc":
        project.write(f"snippets/topic/{n}.py", "print('old ' * 1000)\n")
    project.record()
    old = {n: project.read(n) for n in names}
    for n in "abc":
        project.write(f"snippets/topic/{n}.py", "print('new ' * 1000)\n")
    real, calls = os.replace, []

    def replace(source, target):
        if str(target).endswith(".txt"):
            calls.append(target)
            if len(calls) == 2:
                raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(memory.os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        project.record()
    now = {n: project.read(n) for n in names}
    new = {n: text.replace("old", "new") for n, text in old.items()}
    assert all(now[n] in (old[n], new[n]) for n in names)
    assert sum(now[n] == new[n] for n in names) == 1
    assert set(project.tree()) == {*names, *(n[:-3] + "py" for n in names), "requirements.txt"}


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is sent otherwise on Windows")
def test_ctrl_c_ends_every_process_and_says_so(project):
    project.write("snippets/topic/idea.py", "import time\nprint(1)\ntime.sleep(50)\n")
    command = subprocess.Popen(
        [sys.executable, "-m", "runner"],
        cwd=project.root,
        env={**os.environ, "PYTHONPATH": str(runner.pool.HOME)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell's background job ignores SIGINT, and so would all that these tests start.
        preexec_fn=functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    for line in command.stdout:
        if "running topic/idea.py" in line:
            break
    time.sleep(0.5)
    os.killpg(command.pid, signal.SIGINT)
    _, errors = command.communicate(timeout=30)
    assert command.returncode == 130
    assert errors.strip() == "interrupted; every record is as it was or whole"


def test_where_forking_is_not_safe_each_snippet_starts_afresh(project, monkeypatch):
    monkeypatch.setenv("RUNNER_FORK", "0")
    show = "import multiprocessing.spawn as s, sys\nimport numpy\n"
    project.write("snippets/topic/a.py", show + "print(s.__name__, numpy.ones(2))\n")
    project.write("snippets/topic/b.py", "raise ValueError('b')\n")
    message = project.failure(record=True)
    assert message.startswith("snippets/topic/b.py:1: ")
    assert "a.py" not in message
    assert project.read("snippets/topic/a.txt") == "multiprocessing.spawn [1. 1.]\n"


def test_progress_says_which_runs_and_how_many_are_left(project):
    for n in "abc":
        project.write(f"snippets/topic/{n}.py", HELLO)
    project.record()
    running = [line for line in project.said if line.startswith("running")][:3]
    assert running == [
        "running topic/a.py (2 to go)",
        "running topic/b.py (1 to go)",
        "running topic/c.py",
    ]


def test_snippets_run_side_by_side_but_no_more_than_there_are_cores(project):
    source = """
        import time
        start = time.time()
        time.sleep(0.5)
        open({log!r}, "a").write(f"{{start}} {{time.time()}}\\n")
        print("done")
    """
    log = str(project.root / "log")
    for n in range(6):
        project.write(f"snippets/topic/s{n}.py", textwrap.dedent(source).format(log=log))
        project.write(f"snippets/topic/s{n}.txt", "done\n")
    project.check()
    spans = [tuple(map(float, line.split())) for line in project.read("log").splitlines()]
    at_once = [sum(a <= start < b for a, b in spans) for start, _ in spans]
    assert max(at_once) <= runner.pool.slots()
    if runner.pool.slots() > 1:
        assert max(at_once) > 1


def test_the_report_holds_what_ran(project):
    import json

    project.write("requirements.in", "numpy==1  # arrays\nnot-installed==1 # elsewhere\n")
    project.write("snippets/topic/idea.py", "x = bytearray(200_000_000)\nprint(len(x))\n")
    project.record()
    report = json.loads(project.read(".cache/runner/report.json"))
    (row,) = report["snippets"]
    assert row["snippet"] == "topic/idea.py"
    assert row["peak_bytes"] > 200_000_000
    assert row["seconds"] > 0
    import numpy

    assert report["versions"]["numpy"] == numpy.__version__
    assert "not-installed" not in report["versions"]
    shown = project.read(".cache/report/snippets.md")
    assert shown.startswith("| `topic/idea.py` |")
    assert row["fingerprint"][:12] in shown


def test_the_command_says_what_it_did(project):
    project.write("snippets/topic/idea.py", HELLO)
    first = project.command("--record")
    assert first.returncode == 0, first.stderr
    assert "recorded snippets/topic/idea.py" in first.stdout
    assert "1 snippets hold what is recorded, 0 executed now" in project.command().stdout
    assert "1 executed now" in project.command("--again").stdout
    assert project.command("--check", "--record").returncode == 2
