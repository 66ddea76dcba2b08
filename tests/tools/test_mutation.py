"""What is kept of mutants, how they are counted, and the list of those that change nothing."""

import pytest

from tests.project import ROOT
from tools.mutation.mutants import Kept, Mutant, equivalents, sample
from tools.mutation.score import Score, told

SOURCE = "first = 1\nsecond = max(\n    first,  2\n)\n"
MUTANT = Mutant("snippets/a/one.py", SOURCE.index("2"), "2", "3")


def test_a_mutant_is_one_change_of_one_line():
    assert MUTANT.applied(SOURCE) == SOURCE.replace("2", "3")
    assert MUTANT.line(SOURCE) == 3
    assert MUTANT.change(SOURCE) == ("first, 2", "first, 3")
    with pytest.raises(AssertionError):
        MUTANT.applied(SOURCE[1:])  # the file has changed


def test_a_draw_is_the_same_for_the_same_seed():
    every = {"a": [Mutant("a", n, "", "x") for n in range(50)], "b": [Mutant("b", 0, "", "x")]}
    assert len(sample(every, 0, 1)) == 51
    assert sample(every, 9, 1) == sample(every, 9, 1) != sample(every, 9, 2)
    assert len(set(sample(every, 9, 1))) == 9
    more = sample({"0": [Mutant("0", 0, "", "x")], **every}, 9, 1)
    assert len(set(more) & set(sample(every, 9, 1))) >= 8  # another file changes no more than that


def test_what_killed_a_mutant_is_kept_while_its_file_is_the_same(tmp_path):
    path = tmp_path / MUTANT.file
    path.parent.mkdir(parents=True)
    path.write_text(SOURCE, encoding="utf-8")
    assert Kept(tmp_path).by(MUTANT) is None
    Kept(tmp_path).keep(MUTANT, "its record")
    assert Kept(tmp_path).by(MUTANT) == "its record"
    path.write_text(SOURCE + "\n", encoding="utf-8")
    assert Kept(tmp_path).by(MUTANT) is None


def test_a_score_leaves_out_what_changes_nothing():
    score = Score("snippets", all=1000, drawn=12, killed=8, equivalent=2, survivors=[("", "", "")])
    row = told([score]).splitlines()[1].split()
    assert row == ["snippets", "1,000", "11", "8", "2", "1", "88.9", "%"]


def test_every_equivalent_mutant_is_of_a_line_that_stands():
    """And says why. One whose line has changed is of no use any more."""
    for one in equivalents():
        source = (ROOT / one.file).read_text(encoding="utf-8")
        assert one.line in " ".join(source.split()), one
        assert one.line != one.becomes, one
        assert len(one.why.split()) > 2, one
