"""What is kept of mutants, how they are counted, and the list of those that change nothing."""

import pytest

from runner import RunnerError
from tests.project import ROOT
from tools.mutation.covering import Covering, apart
from tools.mutation.equivalence import Kind, equivalents
from tools.mutation.mutants import Kept, Mutant, sample
from tools.mutation.score import Score, told, write
from tools.mutation.tried import KILLED, SURVIVED, UNTRIED, Tried

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


@pytest.fixture
def tried(tmp_path):
    """What a program notes of three mutants of one file."""
    path = tmp_path / MUTANT.file
    path.parent.mkdir(parents=True)
    path.write_text(SOURCE, encoding="utf-8")
    found = {MUTANT.file: [Mutant(MUTANT.file, 0, "", new) for new in "abc"]}
    return lambda: Tried(tmp_path, found, tmp_path / "tried.txt")


def test_what_became_of_mutants_is_noted_while_their_file_is_the_same(tried):
    first, second, third = tried().found[MUTANT.file]
    assert tried().of(first) == UNTRIED
    one, other = tried(), tried()
    one.write(killed=[first], survived=[])
    other.write(killed=[], survived=[third])  # by another process, which knows nothing of the first
    assert [tried().of(one) for one in (first, second, third)] == [KILLED, UNTRIED, SURVIVED]
    tried().write(killed=[third], survived=[])  # a test has come
    assert tried().of(third) == KILLED
    assert "1k 1. 1k" in one.path.read_text(encoding="utf-8")
    (one.root / MUTANT.file).write_text(SOURCE + "\n", encoding="utf-8")
    assert tried().of(first) == UNTRIED
    tried().write(killed=[], survived=[])
    assert one.path.read_text(encoding="utf-8").strip() == ""


@pytest.mark.parametrize("damage", ["3x", "4k", ""])
def test_a_damaged_note_says_what_to_do(tried, damage):
    tried().write(killed=tried().found[MUTANT.file], survived=[])
    path = tried().path
    path.write_text(path.read_text("utf-8").replace("3k", damage), encoding="utf-8")
    with pytest.raises(RunnerError, match=r"the line of snippets/a/one.py is damaged. Take it out"):
        tried()


CHANGE = "a.py:1", "first = 1", "first = 2"
SAME = [("any number does", CHANGE), ("any number does", ("a.py:0", "zero = 0", "zero = 1"))]


def test_a_score_leaves_out_what_changes_nothing_and_says_why():
    score = Score("snippets", all=1000, drawn=12, killed=8, equivalents=SAME, survivors=[CHANGE])
    lines = told([score]).splitlines()
    assert lines[-1].split() == ["snippets", "1,000", "11", "8", "2", "1", "88.9", "%"]
    assert lines[0] == "equivalent, 2: any number does"
    assert lines[1:4] == ["  a.py:0", "    - zero = 0", "    + zero = 1"]
    assert lines[7] == "survives:  a.py:1"


def test_a_new_score_takes_the_place_of_the_old_one_of_its_part_alone(tmp_path):
    first, second = Score("numpy", 1200, 9, killed=9), Score("runner", 300, 5, killed=4)
    write(tmp_path, [first, second], seed=0)
    write(tmp_path, [Score("numpy", 1200, 20, killed=18, equivalents=SAME)], seed=7)
    head, numpy, runner = (tmp_path / "bench" / "mutation.txt").read_text("utf-8").splitlines()
    assert head.split()[:3] == ["part", "mutants", "tried"]
    assert numpy.split()[:8] == ["numpy", "1,200", "20", "18", "2", "0", "100.0", "%"]
    assert runner.split()[:8] == ["runner", "300", "4", "4", "0", "0", "100.0", "%"]
    assert (numpy.split()[8], runner.split()[8]) == ("7", "0")


def test_a_kind_is_a_change_within_what_it_names():
    kind = Kind("snippets/", r"seed\((\d+)\)", "why")
    source = "seed(1), 1\n"
    inside, outside = source.index("1"), source.rindex("1")
    assert kind.is_of(Mutant("snippets/a.py", inside, "1", "2"), source)
    assert not kind.is_of(Mutant("runner/a.py", inside, "1", "2"), source)
    assert not kind.is_of(Mutant("snippets/a.py", outside, "1", "2"), source)
    other = Kind("snippets/", r"seed\((\d+)\)", "why", becomes="3")
    assert not other.is_of(Mutant("snippets/a.py", inside, "1", "2"), source)
    assert other.is_of(Mutant("snippets/a.py", inside, "1", "3"), source)


def test_a_kind_may_leave_out_what_lies_in_functions():
    kind = Kind("", ".*", "why", functions=False)
    source = (
        "é = 1\ndef double(x=2):\n    return 2 * x\nfour = double(1 + 1)\n"
        "half = lambda x: x / 2\nprint(map(lambda x: x + 1, [2]))\n"
    )
    seen = {}
    for at in (i for i, letter in enumerate(source) if letter in "12"):
        seen.setdefault(source.count("\n", 0, at), set()).add(
            kind.is_of(Mutant("a.py", at, source[at], "3"), source)
        )
    assert seen == {0: {True}, 1: {False}, 2: {False}, 3: {True}, 4: {False}, 5: {True}}


def test_every_equivalent_mutant_is_of_a_line_that_stands():
    """And says why. One whose line has changed is of no use any more."""
    for one in equivalents():
        source = (ROOT / one.file).read_text(encoding="utf-8")
        assert one.line in " ".join(source.split()), one
        assert one.line != one.becomes, one
        assert len(one.why.split()) > 2, one


def test_a_mutant_is_tried_on_quick_and_diverse_tests_first_and_on_no_test_twice():
    seconds = {"slow": 300.0, "many[a]": 1.0, "many[b]": 2.0, "medium": 3.0, "elsewhere": 2.5}
    covering = Covering(None, {})  # what tracing would find, told here
    covering.seconds, covering.shared = seconds, {}
    covering.lines = {MUTANT.file: {"3": ["slow", "many[b]", "many[a]", "medium"]}}
    (first, least, of_one), (second, most, of_slow) = covering.parts(covering.of(MUTANT, SOURCE))
    assert (first, second) == (["many[a]", "medium", "many[b]"], ["slow"])
    assert least > of_one > 30  # each has ten times what it takes, and what a busy machine adds
    assert most > of_slow > 3000
    covering.sources = {MUTANT.file: SOURCE}
    covering.lines = {MUTANT.file: {"3": [""]}}  # an import executes it
    tried = [test for tests, *_ in covering.parts(covering.of(MUTANT, SOURCE)) for test in tests]
    assert tried == ["many[a]", "elsewhere", "medium", "many[b]", "slow"]


def test_what_the_tests_of_a_file_share_is_made_once_and_counted():
    told = {"a.py::one[1]": 30.0, "a.py::one[2]": 0.1, "a.py::one[3]": 0.2, "b.py::two": 1.0}
    covering = Covering(None, {})
    covering.seconds, covering.shared = apart(told | {"b.py::three": 2.0, "c.py::four": 1.5})
    assert covering.seconds["a.py::one[1]"] == 0.2
    assert covering.shared == {"a.py": 29.8}
    covering.lines = {MUTANT.file: {"3": [*covering.seconds]}}
    (first, *_), (second, most, of_one) = covering.parts(covering.of(MUTANT, SOURCE))
    assert first == ["b.py::two", "b.py::three", "c.py::four"]  # a file's tests together
    assert sorted(second) == ["a.py::one[1]", "a.py::one[2]", "a.py::one[3]"]
    assert most > of_one > 10 * 29.8  # whichever is first makes it


USED = """
LIMIT = 3
FIRST = 11
TABLE = {8: FIRST}

@functools.cache
def capped(
    number=7,
):
    \"\"\"No more than the limit.\"\"\"
    return min(number, LIMIT)

@dataclass
class Box:
    size: int = 4

def doubled(box):
    return 2 * box.size * TABLE[8]

UNUSED = 5
"""


@pytest.mark.parametrize(
    ("text", "tests"),
    [
        ("3", ["caps"]),
        ("7", ["caps"]),
        ("4", ["doubles"]),
        ("11", ["doubles"]),
        ("5", ["caps", "doubles", "imports"]),
    ],
)
def test_what_an_import_executes_is_tried_on_tests_that_use_it(text, tests):
    covering = Covering(None, {})
    covering.shared = {}
    covering.seconds = {"caps": 1.0, "doubles": 2.0, "imports": 3.0}
    covering.sources = {"a.py": USED}
    within = {"return min": "caps", "return 2": "doubles"}
    covering.lines = {"a.py": {}}
    for number, line in enumerate(USED.splitlines(), 1):
        by = [test for start, test in within.items() if line.strip().startswith(start)]
        covering.lines["a.py"][str(number)] = by or ["", "imports"]
    mutant = Mutant("a.py", USED.index(text), text, "9")
    assert [
        test for some, *_ in covering.parts(covering.of(mutant, USED)) for test in some
    ] == tests
