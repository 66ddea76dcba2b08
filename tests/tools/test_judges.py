"""How snippets with a mutant in them are judged by their records."""

import contextlib
import subprocess
import sys

import pytest

from runner import RunnerError
from runner.snippet import find
from tests.project import ROOT
from tools.mutation.early import stopping
from tools.mutation.judges import OnNumpy
from tools.mutation.mutants import Mutant
from tools.mutation.scratch import LATE, Warm

SOURCE = '"""Says two things."""\nprint("a")\nprint("b", end="!")\nprint(1 / 0)\n'


@pytest.mark.parametrize("record", ["a\nb!", "a\nb!more", "a\nc", "a", ""])
def test_a_snippet_ends_with_the_first_thing_that_its_record_does_not_say(record):
    run = [sys.executable, "-c", stopping(SOURCE, record)]
    done = subprocess.run(run, capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    if record.startswith("a\nb!"):
        assert done.stdout == "a\nb!"
        assert 'File "<string>", line 4' in done.stderr  # where it stands in the snippet
    else:
        assert done.stdout == {"a\nc": "a\nb", "a": "a\n", "": "a"}[record]
        assert done.stderr == ""


@pytest.fixture
def judge(monkeypatch):
    """A judge of one snippet and its mutants, and what is said of each text."""
    judge = OnNumpy.__new__(OnNumpy)
    snippet = next(s for s in find(ROOT) if s.title == "mapping/dense_to_conv.py")
    name = snippet.path.relative_to(ROOT).as_posix()
    judge.root, judge.by_name = ROOT, {name: snippet}
    wrong = {snippet.source: "", snippet.source + "1": "a difference"}
    monkeypatch.setattr(
        judge, "_problems", lambda workers, given: enumerate(wrong[text] for _, text in given)
    )
    mutant = Mutant(name, len(snippet.source), "", "1")
    return lambda variables: [*judge._recorded([mutant], variables)], wrong, snippet, mutant


def test_a_mutant_counts_where_the_snippet_itself_does_what_its_record_says(judge):
    recorded, wrong, snippet, mutant = judge
    assert recorded({}) == recorded({"A": "1"}) == [(mutant, "a difference")]
    wrong[snippet.source] = "a difference, too"
    assert recorded({"A": "1"}) == []  # on another processor it differs: that tells nothing
    text = "mapping/dense_to_conv.py does not do what its record says, unchanged. Mend that first"
    with pytest.raises(RunnerError, match=text):
        recorded({})


def test_a_test_that_hangs_is_ended_after_its_own_time_not_that_of_all(tmp_path):
    (tmp_path / "test_it.py").write_text(
        "import time\ndef test_quick(): pass\ndef test_late(): time.sleep(60)\n", encoding="utf-8"
    )
    judge = OnNumpy.__new__(OnNumpy)
    judge.scratch = contextlib.nullcontext()
    judge.scratch.planted = lambda mutant: contextlib.nullcontext()
    judge.warm = Warm(ROOT, tmp_path)
    try:
        assert judge.tested(None, "test_it.py::test_quick", of_one=1) == ""
        assert judge.tested(None, "test_it.py", timeout=50, of_one=1) == LATE
        assert judge.tested(None, "test_it.py", timeout=1, of_one=50) == LATE
        assert judge.tested(None, "test_none.py") == "tests"
    finally:
        judge.warm.close()
