"""A change to a snippet, to what it imports, to its record or to its figure is found, and named."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from runner.pool import stop
from tests.faults.fault import is_clear, sections
from tests.project import Project
from tests.told import is_as_recorded

RECORD = "python -m runner --record snippets/{topic}/idea.py"
TEXT = "import near_{topic}\n\nprint('one', near_{topic}.X)\nprint('two')\n"
DRAWN = "import matplotlib.pyplot as plt\n\nplt.figure(figsize=(3, 2))\nplt.plot([1, 2])\n"
PY, TXT, SVG = ("snippets/{topic}/idea." + suffix for suffix in ("py", "txt", "svg"))


@dataclass(frozen=True)
class Change:
    """To a file of a topic: its new text from its old one (None: deleted), and what is said."""

    file: str
    change: Callable[[bytes], bytes | None]
    says: str
    remedy: str = RECORD
    source: str = TEXT


def drawn(change, says, file=SVG, remedy=RECORD):
    return Change(file, change, says, remedy, DRAWN)


CHANGES = {
    "a snippet prints another number": Change(PY, lambda t: t.replace(b"X)", b"X + 1)"), "+one 2"),
    "a snippet prints a line more": Change(PY, lambda t: t + b"print(3)\n", "+3"),
    "a snippet prints a line less": Change(PY, lambda t: t.replace(b"print('two')\n", b""), "-two"),
    "a snippet prints the same in another order": Change(
        PY, lambda t: b"print('two')\n" + t.replace(b"print('two')\n", b""), "+two"
    ),
    "a snippet draws as well": Change(
        PY, lambda t: t + DRAWN.encode(), "a figure without a record snippets/{topic}/idea.svg"
    ),
    "a snippet is gone": Change(
        PY, lambda t: None, "a record without its snippet", "bring the snippet back"
    ),
    "a file that it imports": Change("snippets/near_{topic}.py", lambda t: b"X = 5\n", "+one 5"),
    "a file that it imports is gone": Change(
        "snippets/near_{topic}.py",
        lambda t: None,
        "No module named 'near_{topic}'",
        "install what requirements.txt lists",
    ),
    "a file that it imports fails": Change(
        "snippets/near_{topic}.py",
        lambda t: b"X = 1 / 0\n",
        "idea.py:1: it stopped at ZeroDivisionError",
        "python -m runner snippets/{topic}/idea.py",
    ),
    "a digit of a record": Change(TXT, lambda t: t.replace(b"1", b"7"), "-one 7\n  +one 1"),
    "a line of a record": Change(TXT, lambda t: t + b"three\n", "-three"),
    "a record without its last line end": Change(
        TXT, lambda t: t[:-1], "how a line or the text ends"
    ),
    "a record with one line end more": Change(TXT, lambda t: t + b"\n", "@@"),
    "a record with white space": Change(TXT, lambda t: t.replace(b"o\n", b"o \n"), "-two"),
    "a record with CRLF": Change(TXT, lambda t: t.replace(b"\n", b"\r\n"), "CRLF"),
    "a record with a BOM": Change(TXT, lambda t: b"\xef\xbb\xbf" + t, "-\\ufeffone 1"),
    "a record that is not UTF-8": Change(TXT, lambda t: b"caf\xe9\n", "-caf\\xe9"),
    "an empty record": Change(TXT, lambda t: b"", "+one 1"),
    "no record": Change(TXT, lambda t: None, "no record yet; it printed:\n  one 1"),
    "a number of a figure": drawn(
        lambda t: re.sub(rb"(\d+)\.(\d+)", rb"9\1.\2", t, count=1), "is not the recorded"
    ),
    "a colour of a figure": drawn(lambda t: t.replace(b"#", b"#9", 1), "is not the recorded"),
    "a figure cut short": drawn(lambda t: t[: len(t) // 2], "is not the recorded"),
    "an empty figure": drawn(lambda t: b"", "is not the recorded"),
    "no figure": drawn(lambda t: None, "a figure without a record"),
    "a figure is drawn in another way": drawn(
        lambda t: t.replace(b"[1, 2]", b"[2, 1]"), "is not the recorded", PY
    ),
    "a figure is drawn no more": drawn(
        lambda t: b"print('one')\n", "no figure, where snippets/{topic}/idea.svg is recorded", PY
    ),
    "a figure whose snippet is gone": drawn(
        lambda t: None, "a record without its snippet", PY, "bring the snippet back"
    ),
}
TOPIC = {name: re.sub(r"\W", "_", name) for name in CHANGES}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What a check says of each, all planted once all was recorded; nothing else has changed."""
    project = Project(tmp_path_factory.mktemp("planted").resolve())
    for name, change in CHANGES.items():
        topic = TOPIC[name]
        project.write(f"snippets/near_{topic}.py", "X = 1\n")
        project.write(f"snippets/{topic}/idea.py", change.source.replace("{topic}", topic))
    project.record()
    assert project.check().executed == []
    for name, change in CHANGES.items():
        path = project.folder / change.file.replace("{topic}", TOPIC[name])
        before = path.read_bytes()
        after = change.change(before)
        assert after != before
        path.unlink() if after is None else path.write_bytes(after)
    planted = project.tree()
    yield sections(project.failure())
    assert project.tree() == planted
    stop()


@pytest.mark.xdist_group("faults-records")
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_told_with_its_file_and_the_command_that_records(told, name):
    change, message = CHANGES[name], told[TOPIC[name]]
    assert message.startswith(f"snippets/{TOPIC[name]}/idea."), message
    for words in (change.says, change.remedy):
        assert words.replace("{topic}", TOPIC[name]) in message, message
    is_clear(message)
    is_as_recorded(__file__, name, message)
