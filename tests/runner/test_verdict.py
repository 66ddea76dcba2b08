"""What is said of a process that has ended, by what it left in its folder."""

import json
import signal
import sys

import pytest

from runner import verdict as module
from runner.job import Job, Result
from runner.verdict import prints_too_much, verdict

JOB = Job(1, "/p/idea.py", "", [], timeout=9, fresh=False, texts={})
LEFT = {"stdout": "", "figure": None, "problem": None, "translated": {}, "seconds": 2, "peak": 3}
MEND = ". Let it run to its last line"
LATE = "still running after 9 s. Make it shorter, or put the line `# timeout: 18` at its top"
TRACE = 'File "/lib/idea.py", line 7 in f\n  File "/p/idea.py", line 12 in <module>\n'


def judged(folder, exitcode=0, stdout=b"1\n", stderr=b"", late=None, **left):
    """The verdict on a folder that holds this; without `result.json` where nothing is `left`."""
    (folder / "stdout.txt").write_bytes(stdout)
    (folder / "stderr.txt").write_bytes(stderr)
    if left:
        (folder / "result.json").write_text(json.dumps(LEFT | left), encoding="utf-8")
    if late is not None:
        (folder / "timeout.txt").write_text(late, encoding="utf-8")
    return verdict(folder, JOB, exitcode)


def test_what_ran_to_its_end_is_as_it_was_left(tmp_path):
    drawn = {"figure": "<svg/>", "translated": {"xx": "<svg>x</svg>"}}
    done = judged(tmp_path, stdout="é\n\t…\n".encode(), **drawn)
    assert done == Result("é\n\t…\n", "<svg/>", None, {"xx": "<svg>x</svg>"}, 2, 3)


def test_a_figure_alone_is_enough(tmp_path):
    assert judged(tmp_path, stdout=b"", figure="<svg/>").problem is None


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            {"stdout": b""},
            "it prints nothing and draws nothing; let it show its idea",
        ),
        (
            {"stderr": b"\nI0000 00:00:1.2 notice\nmine\n"},
            "it writes to stderr, which no page shows. Mend the cause, or print it. On stderr:\n"
            "mine",
        ),
        (
            {"stdout": b"a\x1b[1mb"},
            "it prints control codes ('\\x1b'), which a page cannot show; strip them",
        ),
        (
            {"stdout": "\ufeffa".encode()},
            "it prints control codes ('\\ufeff'), which a page cannot show; strip them",
        ),
        (
            {"stdout": b"a\xff\n"},
            "it prints bytes that are not UTF-8, which a page cannot show; print text",
        ),
    ],
)
def test_what_no_page_can_show_is_refused(tmp_path, given, says):
    problem = judged(tmp_path, peak=0, **given).problem
    assert (problem.line, problem.text) == (None, says)


def test_each_control_code_is_seen(tmp_path):
    seen = set()
    for code in range(160):
        problem = judged(tmp_path, stdout=chr(code).encode(), peak=0).problem
        if problem:
            assert problem.text.startswith(f"it prints control codes ({chr(code)!r})")
            seen.add(code)
    assert seen == {*range(32), 127} - {9, 10}  # all but the tab and the end of a line


def test_a_problem_that_the_process_saw_comes_first(tmp_path):
    own = {"line": 4, "text": "ZeroDivisionError"}
    result = judged(tmp_path, stdout=b"", stderr=b"trace", problem=own)
    assert (result.problem.line, result.problem.text) == (4, "ZeroDivisionError")


@pytest.mark.parametrize("cut", ["", "{", "[]", "null", '{"stdout": 1}'])
def test_a_process_that_left_half_a_result_has_died(tmp_path, cut):
    (tmp_path / "result.json").write_text(cut, encoding="utf-8")
    result = judged(tmp_path, exitcode=3, stdout=b"so far\n")
    assert result.stdout == "so far\n"
    text = f"its process ended with exit code 3 before the snippet did{MEND}"
    assert (result.problem.line, result.problem.text) == (None, text)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows kills without a signal")
def test_what_killed_it_is_named(tmp_path):
    by_segv = judged(tmp_path, -signal.SIGSEGV, stderr=b"I0000 00:00:1.2 x\nlast words\n").problem
    assert by_segv.text == (
        f"its process ended with exit code -11 (SIGSEGV) before the snippet did{MEND}. "
        "On stderr:\nlast words"
    )
    by_kill = judged(tmp_path, -signal.SIGKILL).problem
    assert by_kill.text == (
        f"its process ended with exit code -9 (SIGKILL) before the snippet did{MEND}; "
        "a system that is short of memory kills too"
    )


@pytest.mark.parametrize(
    ("exitcode", "late", "line"),
    [(1, TRACE, 12), (1, "Timeout (0:00:09)!\n", None), (None, "", None), (None, None, None)],
)
def test_what_took_too_long_is_told_with_its_line(tmp_path, exitcode, late, line):
    result = judged(tmp_path, exitcode, late=late)
    assert (result.problem.line, result.problem.text) == (line, LATE)
    assert result.stdout == "1\n"


def test_a_process_that_said_nothing_about_being_late_has_died(tmp_path):
    assert judged(tmp_path, exitcode=1, late="").problem.text.startswith("its process ended")


@pytest.mark.parametrize("stream", ["stdout.txt", "stderr.txt"])
def test_a_flood_is_told_and_not_read(tmp_path, stream):
    assert not prints_too_much(tmp_path)  # nothing is there yet
    judged(tmp_path, peak=0)
    (tmp_path / stream).write_bytes(b"a" * 1_000_000)
    assert not prints_too_much(tmp_path)
    (tmp_path / stream).write_bytes(b"a" * 1_000_001)
    assert prints_too_much(tmp_path)
    result = verdict(tmp_path, JOB, 0)
    text = "it prints more than 1,000,000 bytes, which no page shows; let it print a few lines"
    assert result == Result(problem=module.Problem(None, text))


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    usage, asked = type("Usage", (), {"free": 999_999}), []
    monkeypatch.setattr(module.shutil, "disk_usage", lambda path: asked.append(path) or usage)
    told = judged(tmp_path, peak=0)
    where = f"the disk that holds {tmp_path.parent} is full, so that it could not be executed"
    text = f"{where}. Free some space, or set TMPDIR to a folder of another disk"
    assert told == Result(problem=module.Problem(None, text))
    assert asked == [tmp_path]
    usage.free = 1_000_000
    assert judged(tmp_path, peak=0).problem is None


def test_windows_ends_of_lines_are_read_as_others(tmp_path, monkeypatch):
    assert judged(tmp_path, stdout=b"1\r\n", peak=0).problem.text.startswith("it prints control")
    monkeypatch.setattr(module.os, "name", "nt")
    assert judged(tmp_path, stdout=b"1\r\n2\r\n", peak=0).stdout == "1\n2\n"
