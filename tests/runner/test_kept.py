"""Files beside a snippet that say what it prints and draws: how they differ, and are replaced."""

import pytest

from runner import records
from runner.job import Result
from runner.snippet import Snippet
from tests import project


@pytest.fixture
def idea(tmp_path):
    """A snippet without a record; `put` writes a file beside it."""
    folder = tmp_path.resolve() / "snippets" / "topic"
    folder.mkdir(parents=True)
    (folder / "idea.py").touch()
    return Snippet(tmp_path.resolve(), folder / "idea.py")


def put(snippet, name, text):
    return project.put(snippet.path.with_name(name), text)


@pytest.mark.parametrize(
    ("recorded", "output", "difference"),
    [
        (None, "", ""),
        (None, "a\nbX\n\n", "no record yet; it printed:\na\nbX"),
        (None, "b \n", "no record yet; it printed:\nb "),
        ("a\n", "a\n", ""),
        ("", "", "it prints nothing, where idea.txt is recorded"),
        ("a\n", "", "it prints nothing, where idea.txt is recorded"),
        (
            "1\n2\n3\n4\n5\n6\n",
            "1\n2\n3\n4\nfive\n6\n",
            "--- recorded\n+++ this run\n@@ -3,4 +3,4 @@\n 3\n 4\n-5\n+five\n 6",
        ),
        ("a\n", "a", "they differ in how a line or the text ends: white space, or CRLF"),
        (b"a\r\n", "a\n", "they differ in how a line or the text ends: white space, or CRLF"),
        (b"\xffa\n", "b\n", "--- recorded\n+++ this run\n@@ -1 +1 @@\n-\\xffa\n+b"),
        ("\ufeffa\n", "a\n", "--- recorded\n+++ this run\n@@ -1 +1 @@\n-\\ufeffa\n+a"),
    ],
)
def test_what_is_printed_is_compared_to_the_character(idea, recorded, output, difference):
    if recorded is not None:
        put(idea, "idea.txt", recorded)
    assert records.text_difference(idea.text_record, output) == difference
    assert records.difference(idea, Result(output)) == difference


@pytest.mark.parametrize(
    ("recorded", "drawn", "difference"),
    [
        (None, None, ""),
        ("<svg/>", "<svg/>", ""),
        ("<svg x='1.00'/>", "<svg x='1.01'/>", ""),  # another machine's arithmetic
        (None, "<svg/>", "a figure without a record snippets/topic/idea.svg"),
        (None, "", "a figure without a record snippets/topic/idea.svg"),
        ("<svg/>", None, "no figure, where snippets/topic/idea.svg is recorded"),
        ("<svg/>", "<svg x='1'/>", "the figure is not the recorded snippets/topic/idea.svg"),
    ],
)
def test_a_figure_is_compared_but_for_last_digits(idea, recorded, drawn, difference):
    if recorded is not None:
        put(idea, "idea.svg", recorded)
    assert records.difference(idea, Result("", drawn)) == difference


def test_each_language_has_a_figure_of_its_own(idea):
    put(idea, "idea.txt", "1\n")
    put(idea, "idea.svg", "<svg/>")
    put(idea, "idea.xx.svg", "<svg>x</svg>")
    put(idea, "idea.gone.svg", "<svg>g</svg>")
    result = Result("2\n", "<svg/>", translated={"xx": "<svg>y</svg>", "new": "<svg>n</svg>"})
    assert records.difference(idea, result).splitlines()[-3:] == [
        "no figure, where snippets/topic/idea.gone.svg is recorded",
        "the figure is not the recorded snippets/topic/idea.xx.svg",
        "a figure without a record snippets/topic/idea.new.svg",
    ]
    assert records.difference(idea, result).startswith("--- recorded\n+++ this run\n")
    records.write(idea, result)
    assert records.difference(idea, result) == ""
    names = {path.name: path.read_text(encoding="utf-8") for path in idea.path.parent.iterdir()}
    assert names == {
        "idea.py": "",
        "idea.txt": "2\n",
        "idea.svg": "<svg/>",
        "idea.xx.svg": "<svg>y</svg>",
        "idea.new.svg": "<svg>n</svg>",
    }


def test_what_is_as_recorded_is_not_written_anew(idea, monkeypatch):
    put(idea, "idea.txt", "1\n")
    written = []
    monkeypatch.setattr(records, "write_whole", lambda *given: written.append(given))
    records.write(idea, Result("1\n", "<svg/>"))
    assert written == [(idea.root, idea.figure_record, "<svg/>")]


def test_what_is_printed_no_more_leaves_no_record(idea):
    put(idea, "idea.txt", "1\n")
    records.write(idea, Result("", "<svg/>"))
    assert not idea.text_record.exists()
    records.write(idea, Result("1\n"))
    assert not idea.figure_record.exists()


def test_how_a_difference_is_told_with_the_command_that_records_it():
    assert records.not_recorded("a.py", "-1\n+2", "record a.py") == (
        "a.py: its output is not what is recorded.\n  -1\n  +2\n"
        "  If the new output is right: record a.py"
    )
    assert records.unsteady("a.py", "1\n", "2\n") == (
        "a.py: two runs printed or drew different things, so nothing is recorded.\n"
        "Seed what is random, sort what has no order, print fewer decimals.\n"
        "  --- first run\n  +++ second run\n  @@ -1 +1 @@\n  -1\n  +2"
    )
    assert records.unsteady("a.py", "1\n", "1\n").endswith("\n  the figure is another one")


def test_a_record_without_its_snippet_is_told_where_it_was_asked_for(idea):
    for name in (
        "idea.txt",
        "idea.xx.svg",
        "gone.svg",
        "gone.xx.svg",
        "requirements.txt",
        "left.txt",
    ):
        put(idea, name, "")
    other = idea.root / "snippets" / "near" / "deep" / "lost.txt"
    other.parent.mkdir(parents=True)
    other.touch()
    text = ": a record without its snippet. Delete it, or bring the snippet back"
    names = ("near/deep/lost.txt", "topic/left.txt", "topic/gone.svg", "topic/gone.xx.svg")
    every = [f"snippets/{name}{text}" for name in names]
    assert records.orphans(idea.root) == every
    assert records.orphans(idea.root, [idea.root / "snippets"]) == every
    assert records.orphans(idea.root, [idea.path.parent]) == every[1:]
    assert records.orphans(idea.root, [idea.path, other.parent]) == every[:1]
