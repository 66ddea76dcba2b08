"""How snippets with a mutant in them are judged by their records."""

import contextlib
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from runner import RunnerError
from runner.packages import of_folder
from runner.snippet import find
from tests.environments import here
from tests.project import ROOT
from tools.mutation.early import stopping
from tools.mutation.looking import OF_EACH, looking
from tools.mutation.mutants import Mutant
from tools.mutation.scratch import LATE, Warm, Workers
from tools.mutation.snippets import OnMore, OnNumpy

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


def found(title):
    (snippet,) = (s for s in find(ROOT) if s.title == title)
    return snippet


@pytest.fixture
def judge(monkeypatch):
    """A judge of one snippet and its mutants, and what is said of each text."""
    judge = OnNumpy.__new__(OnNumpy)
    snippet = found("mapping/dense_to_conv.py")
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
    judge.warm = Warm(of_folder(ROOT, ROOT), tmp_path, ["pytest", "this"])  # one that prints
    try:
        assert judge.tested(None, "test_it.py::test_quick", of_one=1) == ""
        assert judge.tested(None, "test_it.py", timeout=50, of_one=1) == LATE
        assert judge.tested(None, "test_it.py", timeout=1, of_one=50) == LATE
        assert judge.tested(None, "test_none.py") == "tests"
    finally:
        judge.warm.close()


@pytest.mark.parametrize("title", ["mapping/dense_to_conv.py", "pytorch/to_conv.py"])
def test_the_tests_that_name_a_snippet_come_before_all_of_their_files(title):
    (own, of_each), *runs = looking(found(title))
    assert (own.own, of_each) == (True, (OF_EACH,))
    files = [tests for _, tests in runs if "::" not in tests[0]]
    first = [name for _, tests in runs[: -len(files)] for name in tests]
    texts = {p: p.read_text("utf-8") for p in (ROOT / "tests" / "topics").glob("test_*.py")}
    naming = {f"tests/topics/{p.name}" for p, text in texts.items() if title in text}
    assert {name for (name,) in files} == naming | {f"tests/topics/test_{title.split('/')[0]}.py"}
    assert {name.split("::")[0] for name in first} <= naming
    assert len(first) == len(set(first)) >= 1
    for path, text in texts.items():
        for function in re.split(r"\n{3}", text):  # as ruff lays them out
            name = re.search(r"^def (test_\w+)", function, re.MULTILINE)
            stands = f"tests/topics/{path.name}::{name[1]}" in first if name else False
            assert stands == bool(name and title in function)
    assert all(p.own == ("pytorch" not in tests[0]) for p, tests in runs)


def test_a_snippet_for_other_packages_is_tested_on_these():
    here("pointwise")
    snippet = found("pointwise/mlp.py")
    old = 'f"AsConv takes nn.Linear, not {type(linear)}"'
    name = snippet.path.relative_to(ROOT).as_posix()
    judge = OnMore(ROOT)
    judge.by_name = {name: snippet}  # what others import takes a while
    try:
        mutant = Mutant(name, snippet.source.index(old), old, "None")
        assert judge._tested(mutant).endswith("::test_what_is_no_linear_is_refused")
        same = Mutant(name, snippet.source.index(old), old, old)
        assert judge._tested(same) == ""
        assert {bool(seconds) for seconds in judge.seconds.values()} == {True}
    finally:
        judge.close()


def test_what_a_snippet_trained_its_mutants_take_over():
    snippet = found("training/some_cells.py")
    name = snippet.path.relative_to(ROOT).as_posix()
    judge = OnMore(ROOT)
    judge.by_name = {name: snippet}
    mutant = Mutant(name, len(snippet.source), "", 'print("more")')
    try:
        ((same, problem),) = judge._recorded([mutant], {})
        assert (same, bool(problem)) == (mutant, True)
        kept = [*Path(judge.trained.name).iterdir()]
        assert kept
        for path in kept:
            path.write_bytes(b"")
        with pytest.raises(RunnerError, match="EOFError"):  # for it is read, not trained again
            [*judge._recorded([mutant], {})]
    finally:
        judge.close()


@pytest.mark.skipif(sys.platform == "darwin", reason="TensorFlow has no oneDNN there")
def test_what_sets_variables_is_imported_with_these_unless_a_mutant_sets_others(tmp_path):
    snippet = found("nhwc/error.py")
    judge = OnMore.__new__(OnMore)
    judge.root, judge.trained = ROOT, SimpleNamespace(name=tmp_path)
    assert snippet.source.count('_OPTS"] = "0"') == 1
    other = snippet.source.replace('_OPTS"] = "0"', '_OPTS"] = "1"')
    texts = [snippet.source, other, snippet.source + "os._exit(1)\n"]
    with contextlib.closing(Workers(ROOT, [snippet])) as workers:
        (with_these,) = workers.preload
        assert ("TF_ENABLE_ONEDNN_OPTS", "0") in with_these.variables().items()
        assert "keras" in workers.preload[with_these]
        found_wrong = dict(judge._problems(workers, [(snippet, text) for text in texts]))
    assert found_wrong[0] == ""
    assert "UnimplementedError" in found_wrong[1]  # which does not come with oneDNN
    assert "exit code 1" in found_wrong[2]
