"""What becomes of a file that is run as a program, and of the figure that it leaves."""

import re
import sys
import types
import warnings
from pathlib import Path

import pytest

from runner import sandbox
from runner.job import Job, Problem


class Watch:
    """A guard that refuses nothing, and says when it was watching."""

    def __init__(self):
        self.said, self.problem = [], None

    @property
    def watching(self):
        return self.said[-1]

    @watching.setter
    def watching(self, value):
        self.said.append(value)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a source as `snippets/topic/idea.py`: what is wrong, and the module that it was."""
    path = tmp_path / "snippets" / "topic" / "idea.py"
    path.parent.mkdir(parents=True)
    (tmp_path / "helping.py").write_text("def fail():\n    return 1 / 0\n", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    monkeypatch.syspath_prepend(tmp_path)

    def done(source, problem=None):
        path.write_text(source, encoding="utf-8")
        guard = Watch()
        guard.problem = problem
        found = sandbox._as_main(str(path), guard)
        assert guard.said == [True, False]
        return found, sys.modules["__main__"], str(path)

    return done


def test_a_file_is_the_program(run):
    found, module, path = run(
        "import sys\nname = __name__\nmine = sys.modules['__main__'].__dict__\n"
    )
    assert found is None
    assert (module.name, module.__file__, module.mine) == ("__main__", path, module.__dict__)
    assert isinstance(module, types.ModuleType)


@pytest.mark.parametrize("code", ["", "0", "None"])
def test_who_leaves_without_a_fault_has_none(run, code):
    assert run(f"import sys\nsys.exit({code})\n")[0] is None


@pytest.mark.parametrize("code", ["3", "'no'", "True"])
def test_who_leaves_early_is_told_where(run, code):
    found, *_ = run(f"import sys\n\ndef leave():\n    sys.exit({code})\n\n\nleave()\n")
    assert found == Problem(4, f"it exited with {code}. Let it run to its last line")


def test_an_error_is_told_with_its_last_line_in_the_file_and_a_trace_without_ours(run):
    found, _, path = run("import helping\n\n\ndef call():\n    helping.fail()\n\ncall()\n")
    assert found.line == 5
    head, mend, *trace = found.text.splitlines()
    assert head == "it stopped at ZeroDivisionError: division by zero"
    alone = "`python -m runner snippets/topic/idea.py` runs it alone"
    assert mend == f"Mend that; {alone}."
    assert trace[0] == "Traceback (most recent call last):"
    files = re.findall(r'File "(.*?)", line (\d+)', "\n".join(trace))
    helping = str(Path(path).parents[2] / "helping.py")
    assert files == [(path, "7"), (path, "5"), (helping, "2")]
    assert found.text.endswith("\nZeroDivisionError: division by zero")


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("\nx = = 1\n", None, "SyntaxError: invalid syntax"),
        ("raise ValueError('a\\nb')\n", 1, "ValueError: a"),
        ("raise ValueError\n", 1, "ValueError"),
        ("raise KeyboardInterrupt\n", 1, "KeyboardInterrupt"),
        ("raise BaseException('a')\n", 1, "BaseException: a"),
        ("class E(Exception):\n    __module__ = 'm'\n\n\nraise E('\\n  x')\n", 5, "m.E: "),
    ],
)
def test_each_error_is_told_in_its_first_line(run, source, line, what):
    found, *_ = run(source)
    assert (found.line, found.text.splitlines()[0]) == (line, f"it stopped at {what}")


def test_a_package_that_is_not_here_is_another_matter(run):
    found, *_ = run("import not_here_at_all\n")
    assert found.line == 1
    assert found.text.startswith(
        "it stopped at ModuleNotFoundError: No module named 'not_here_at_all'\n"
        "Mend the name, or install what requirements.txt lists (make); CONTRIBUTING.md says how to "
        "add a package.\nTraceback"
    )


def test_what_the_guard_has_refused_comes_before_what_followed(run):
    refused = Problem(1, "refused")
    for source in ("", "1 / 0\n", "import warnings\nwarnings.warn('old')\n"):
        assert run(source, refused)[0] is refused
    assert run("import sys\nsys.exit(2)\n", refused)[0].text.startswith("it exited with 2")


def test_the_first_warning_is_told_with_its_line_in_the_file(run):
    source = "import warnings\n\nwarnings.warn('old', FutureWarning)\nwarnings.warn('new')\n"
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        found, *_ = run(source)
    assert found == Problem(3, "a warning: FutureWarning: old. Mend what causes it")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        assert run(source + "1 / 0\n")[0].text.startswith("it stopped at")


@pytest.fixture
def plt():
    plt = pytest.importorskip("matplotlib.pyplot")
    plt.close("all")
    yield plt
    plt.close("all")


def job(**texts):
    return Job(1, "idea.py", "", [], 9, False, texts)


def test_without_a_figure_there_is_none(plt, monkeypatch):
    assert sandbox._figure(job()) == (None, {}, None)
    monkeypatch.delitem(sys.modules, "matplotlib.pyplot")
    assert sandbox._figure(job()) == (None, {}, None)


def test_the_figure_that_is_left_is_drawn_in_each_language(plt):
    plt.rcParams["svg.fonttype"] = "none"
    plt.figure(figsize=(1, 1)).text(0, 0, "cell")
    drawn, own, wrong = sandbox._figure(job(xx={"cell": "célula"}, yy={}))
    assert "cell" in drawn
    assert own == {"xx": drawn.replace("cell", "célula"), "yy": drawn}
    assert wrong is None


def test_of_two_figures_none_is_drawn(plt):
    for _ in range(3):
        plt.figure()
    text = "it leaves 3 figures open; a snippet draws one: use plt.subplots"
    assert sandbox._figure(job()) == (None, {}, Problem(None, text))
    plt.close(1)
    assert sandbox._figure(job())[2].text.startswith("it leaves 2 figures open")


def test_a_figure_that_cannot_be_drawn_is_told(plt):
    plt.figure().text(0, 0, r"$\frac$")
    drawn, own, wrong = sandbox._figure(job())
    assert (drawn, own, wrong.line) == (None, {}, None)
    first, second = wrong.text.splitlines()[:2]
    assert first == "its figure cannot be drawn. Mend what this names, such as a formula:"
    assert second.startswith("ValueError: ")
    assert not wrong.text.endswith("\n")


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells")
def test_the_most_memory_so_far_is_in_bytes(monkeypatch):
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    most = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024
    found = sandbox._peak_memory()
    assert 0.9 * most < found < 2**40  # more where what started this process had more
    monkeypatch.setattr(sandbox.sys, "platform", "darwin")  # which counts bytes
    assert found <= 1024 * sandbox._peak_memory() < found + 2**24  # which may have grown


def test_where_windows_tells_of_memory_it_is_asked(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    asked = types.SimpleNamespace(memory_info=lambda: types.SimpleNamespace(peak_wset=7.0))
    monkeypatch.setitem(sys.modules, "psutil", types.SimpleNamespace(Process=lambda: asked))
    assert sandbox._peak_memory() == 7
    assert isinstance(sandbox._peak_memory(), int)
    monkeypatch.setitem(sys.modules, "psutil", None)
    assert sandbox._peak_memory() == 0
