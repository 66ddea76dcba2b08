"""What is noted of a topic's records, and when it holds no more."""

import datetime
import hashlib
import platform

import pytest

from runner import RunnerError, stamps
from runner.packages import Packages
from runner.snippet import Snippet

MACHINE = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"


class There(Packages):
    """Packages that are said to be installed."""

    def versions(self):
        return {"torch": "2.1", "numpy": "1.2"}


class Topic:
    """A topic with packages of its own and two snippets, one of them in a folder below."""

    def __init__(self, root):
        self.root, self.folder = root, root / "snippets" / "one"
        (self.folder / "deep").mkdir(parents=True)
        for name, text in {"idea": "import near\n", "deep/other": "print(2)\n"}.items():
            (self.folder / f"{name}.py").write_text(text, encoding="utf-8")
            (self.folder / f"{name}.txt").write_text("2\n", encoding="utf-8")
        (root / "snippets" / "near.py").write_text("X = 1\n", encoding="utf-8")
        (self.folder / "requirements.txt").write_text("torch==2.1\n", encoding="utf-8")
        self.idea, self.other = (
            Snippet(root, self.folder / n) for n in ("idea.py", "deep/other.py")
        )

    @property
    def packages(self):
        return There(self.root, self.folder / "requirements.txt")

    def stale(self, name):
        return stamps.stale(Snippet(self.root, self.folder / name), self.packages)


@pytest.fixture
def topic(tmp_path):
    found = Topic(tmp_path.resolve())
    stamps.write([found.idea, found.other], found.packages)
    return found


def hashed(*pairs, more=()):
    return hashlib.sha256(repr([*pairs, *more]).encode()).hexdigest()[:16]


def test_what_is_noted_says_when_on_what_and_of_what(topic):
    lock = hashlib.sha256(b"torch==2.1\n").hexdigest()[:16]
    today = datetime.date.today().isoformat()
    own = (
        "# Written by `python -m runner --record`, never by hand: "
        "what these records were made on.\n"
        f'\nlock = "{lock}"\n\n[versions]\n"torch" = "2.1"\n"numpy" = "1.2"\n'
    )
    sources = {
        "deep/other": hashed(("other.py", "print(2)\n")),
        "idea": hashed(("idea.py", "import near\n"), ("near.py", "X = 1\n")),
    }
    for name, source in sources.items():
        output = hashed((f"{name.rpartition('/')[2]}.txt", "2\n"))
        own += f'\n[snippets."{name}.py"]\ndate = "{today}"\non = "{MACHINE}"\n'
        own += f'source = "{source}"\noutput = "{output}"\n'
    path = topic.folder / "recorded.toml"
    assert path.read_text(encoding="utf-8") == own
    kept = stamps.read(topic.folder)
    assert (kept.lock, kept.versions) == (lock, {"torch": "2.1", "numpy": "1.2"})
    assert kept.stamps["idea.py"].on == MACHINE == stamps.machine()
    assert topic.stale("idea.py") is topic.stale("deep/other.py") is None


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("idea.py", "import near \n", "it, or a file that it imports, was changed since it was"),
        (
            "../near.py",
            "X = 2\n",
            "it, or a file that it imports, was changed since it was recorded",
        ),
        ("idea.txt", "3\n", "its record was changed since by other means than recording"),
        ("idea.svg", "<svg/>", "its record was changed since by other means than recording"),
        ("idea.xx.svg", "<svg/>", "its record was changed since by other means than recording"),
        (
            "requirements.txt",
            "torch==3\n",
            "snippets/one/requirements.txt was changed since it was",
        ),
    ],
)
def test_what_has_changed_since_is_told(topic, file, text, why):
    (topic.folder / file).write_text(text, encoding="utf-8")
    assert topic.stale("idea.py").startswith(why)
    others = topic.stale("deep/other.py")
    assert others is None if "requirements" not in file else others == topic.stale("idea.py")


def test_a_figures_words_in_another_language_count(topic):
    path = topic.root / "docs" / "xx" / "figures.toml"
    path.parent.mkdir(parents=True)
    path.write_text('["one/idea"]\na = "b"\n', encoding="utf-8")
    assert topic.stale("idea.py").startswith("it, or a file that it imports, was changed")
    assert topic.stale("deep/other.py") is None


def test_ends_of_lines_do_not_count_nor_bytes_that_are_no_text(topic):
    (topic.folder / "idea.txt").write_bytes(b"2\r\n")
    assert topic.stale("idea.py") is None
    (topic.folder / "idea.txt").write_bytes(b"\xff\n")
    assert topic.stale("idea.py").startswith("its record was changed")
    stamps.write([topic.idea], topic.packages)
    assert topic.stale("idea.py") is None


def test_what_was_never_recorded_has_no_entry(topic):
    (topic.folder / "new.py").touch()
    assert topic.stale("new.py") == "recorded.toml beside it has no entry for it"
    (topic.folder / "recorded.toml").unlink()
    assert topic.stale("idea.py") == "recorded.toml beside it has no entry for it"
    assert stamps.read(topic.folder) is None


def test_a_note_keeps_the_others_that_are_there_while_the_packages_are_the_same(topic):
    path = topic.folder / "recorded.toml"
    day = datetime.date.today().isoformat()
    path.write_text(path.read_text("utf-8").replace(day, "2001-01-01"), encoding="utf-8")
    dates = lambda: {n: s.date for n, s in stamps.read(topic.folder).stamps.items()}  # noqa: E731
    stamps.write([topic.idea], topic.packages)
    assert dates() == {"idea.py": day, "deep/other.py": "2001-01-01"}
    topic.other.path.unlink()
    stamps.write([topic.idea], topic.packages)
    assert dates() == {"idea.py": day}
    topic.other.path.touch()
    stamps.write([topic.other], topic.packages)
    (topic.folder / "requirements.txt").write_text("torch==3\n", encoding="utf-8")
    stamps.write([topic.idea], topic.packages)
    assert dates() == {"idea.py": day}  # those made on others are no more


@pytest.mark.parametrize(
    "text",
    ["[", "", 'lock = "1"\n', "lock = 1\nversions = {}\nsnippets = {a = {date = 1}}\n",
     "lock = 1\nversions = {}\nsnippets = 1\n", b"\xff"],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_written_anew(topic, text):
    path = topic.folder / "recorded.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(RunnerError) as error:
        stamps.read(topic.folder)
    assert str(error.value) == (
        "snippets/one/recorded.toml: cannot be read. Delete it, then: "
        "python -m runner --record snippets/one"
    )
    assert error.value.__suppress_context__
    stamps.write([topic.idea], topic.packages)
    assert topic.stale("idea.py") is None
