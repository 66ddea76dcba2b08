"""How an environment is made and told of; pip itself is asked in test_environments.py."""

import os
import subprocess
import sys

import pytest

from runner import RunnerError, environments, install
from runner.packages import Packages, topics
from tests.project import HASHED

ERRORS = "\n".join(f"  ERROR: {n}" for n in range(4, 12))  # the last eight


class Pip:
    """What is run instead of venv and pip: notes how, and makes what venv makes."""

    def __init__(self, packages):
        self.packages, self.asked = packages, []
        self.code, self.out, self.errors = 0, "", ""

    def run(self, command, **options):
        self.asked.append((command, options))
        part = self.packages.folder.with_suffix(".part")
        if "venv" in command and self.code == "no venv":
            return subprocess.CompletedProcess(command, 1, "", "no room\n")
        if "venv" in command:
            python = part / self.packages.python.relative_to(self.packages.folder)
            python.parent.mkdir(parents=True)
            python.touch()
            return subprocess.CompletedProcess(command, 0, "", "")
        if self.code == "interrupted":
            raise KeyboardInterrupt
        return subprocess.CompletedProcess(command, self.code, self.out, self.errors)


@pytest.fixture
def packages(tmp_path):
    root = tmp_path.resolve()
    folder = root / "snippets" / "one"
    folder.mkdir(parents=True)
    (folder / "requirements.in").write_text("six==1\n", encoding="utf-8")
    (folder / "requirements.txt").write_text(HASHED, encoding="utf-8")
    return Packages(root, folder / "requirements.txt")


@pytest.fixture
def pip(packages, monkeypatch):
    found = Pip(packages)
    monkeypatch.setattr(install.subprocess, "run", found.run)
    monkeypatch.setenv("PYTHONPATH", "here")
    monkeypatch.setenv("KEPT", "1")
    return found


def left(packages):
    """What lies among the environments, besides the lock."""
    names = {path.name for path in packages.folder.parent.iterdir()}
    return names - {packages.folder.with_suffix(".lock").name}


def test_it_is_made_beside_its_place_with_hashes_and_without_builds(packages, pip):
    said = []
    part = packages.folder.with_suffix(".part")
    (part / "half").mkdir(parents=True)  # of one that was killed
    (packages.folder / "old").mkdir(parents=True)  # whose Python is gone
    install.make(packages, said.append)
    assert said == [f"installing what {packages.name} lists: it may take minutes, once"]
    (venv, one), (command, other) = pip.asked
    assert venv == [sys.executable, "-m", "venv", "--without-pip", str(part)]
    python = str(part / packages.python.relative_to(packages.folder))
    options = ["--require-hashes", "--only-binary=:all:", "--quiet", "-r", str(packages.lock)]
    start = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    assert command == [*start, "install", *options]
    for asked in (one, other):
        environment = asked.pop("env")
        assert environment["KEPT"] == "1"
        assert not [name for name in environment if name.startswith("PYTHON")]
        assert asked == {"capture_output": True, "encoding": "utf-8", "errors": "replace"}
    assert packages.ready
    assert left(packages) == {packages.folder.name}
    assert not [name for name in ("old", "half") if (packages.folder / name).exists()]
    install.make(packages, said.append)  # it is there
    assert (len(said), len(pip.asked)) == (1, 2)


def test_who_has_waited_for_another_process_finds_it_made(packages, pip, monkeypatch):
    alone = install._alone

    def waited(lock):
        assert lock == packages.folder.with_suffix(".lock")
        packages.python.parent.mkdir(parents=True)
        packages.python.touch()
        return alone(lock)

    monkeypatch.setattr(install, "_alone", waited)
    install.make(packages, print)
    assert pip.asked == []


def test_meanwhile_another_process_waits(tmp_path):
    from filelock import FileLock, Timeout

    with install._alone(tmp_path / "one.lock"), pytest.raises(Timeout):
        FileLock(tmp_path / "one.lock", timeout=0).acquire()
    with FileLock(tmp_path / "one.lock", timeout=0):
        pass


@pytest.mark.parametrize(
    ("out", "errors", "said"),
    [
        ("", "WARNING: a\nERROR: b\n  c\nERROR: d\n", "  ERROR: b\n  ERROR: d"),
        ("out\n", "a\nb\n", "  a\n  b\n  out"),
        ("", "".join(f"ERROR: {n}\n" for n in range(12)), ERRORS),
        ("ERROR: last\n", "ERROR: first\n", "  ERROR: first\n  ERROR: last"),
    ],
)  # fmt: skip
def test_why_it_could_not_be_made_is_told_and_nothing_is_left(packages, pip, out, errors, said):
    pip.code, pip.out, pip.errors = 1, out, errors
    with pytest.raises(RunnerError) as error:
        install.make(packages, print)
    assert str(error.value) == (
        "snippets/one/requirements.txt: its packages could not be installed. pip says why; mend "
        "that, or the lock file (make lock), then: python -m runner.environments --make one\n"
        f"{said}"
    )
    assert left(packages) == set()
    assert not packages.ready


def test_why_python_made_no_environment_is_told(packages, pip):
    pip.code = "no venv"
    with pytest.raises(RunnerError) as error:
        install.make(packages, print)
    assert str(error.value).startswith("snippets/one/requirements.txt: its packages could not be")
    assert str(error.value).endswith("--make one\n  no room")
    assert len(pip.asked) == 1


def test_an_interruption_leaves_nothing(packages, pip):
    pip.code = "interrupted"
    with pytest.raises(KeyboardInterrupt):
        install.make(packages, print)
    assert left(packages) == set()


def test_what_no_topic_asks_for_is_unwanted(packages):
    root, parent = packages.root, packages.folder.parent
    assert install.unwanted(root) == []
    for name in (packages.folder.name, "old", "older", "half.part"):
        (parent / name).mkdir(parents=True)
    (parent / "file").touch()
    assert install.unwanted(root) == [parent / "old", parent / "older"]


def test_the_command_that_makes_them_names_them_in_order():
    assert install.missing(iter(["two", "one"])) == "python -m runner.environments --make one two"


@pytest.fixture
def command(packages, monkeypatch, capsys):
    """Runs the command in the project; its exit code, and what it has printed."""
    monkeypatch.chdir(packages.root)
    shared = packages.root / "snippets" / "two" / "requirements.txt"
    shared.parent.mkdir()
    shared.write_text("-r ../one/requirements.txt\n", encoding="utf-8")

    def done(*arguments):
        code = environments.main([*arguments])
        out, err = capsys.readouterr()
        assert out.endswith("\n") or not out
        return code, out.splitlines(), err

    return done


def test_the_command_tells_of_each_topic(command, packages):
    where = f".cache/environments/{packages.folder.name}"
    assert command() == (0, ["one: not installed", "two: not installed"], "")
    packages.python.parent.mkdir(parents=True)
    packages.python.touch()
    assert command() == (0, [f"one: {where}", f"two: {where}"], "")
    assert command("snippets/two/") == command("two") == (0, [f"two: {where}"], "")
    assert list(topics(packages.root)) == ["one", "two"]


def test_the_command_makes_what_is_asked_for(command, packages, monkeypatch):
    made = []
    monkeypatch.setattr(install, "make", lambda packages, say: made.append((packages, say("made"))))
    assert command("--make", "two")[1] == ["made", "two: not installed"]
    assert made == [(packages, None)]
    assert command("--make")[1][:2] == ["made", "made"]


def test_the_command_says_at_once_what_it_does(command, monkeypatch):
    said = []
    noted = lambda *given, **options: said.append((given, options))  # noqa: E731
    monkeypatch.setattr(environments, "print", noted, raising=False)
    command("one")
    assert said == [(("one: not installed",), {"flush": True})]


def test_the_command_forgets_only_when_asked(command, packages):
    old = packages.folder.with_name("old")
    old.mkdir(parents=True)
    line = ".cache/environments/old: no topic asks for it; --forget removes it"
    assert command()[1][-1] == line
    assert old.exists()
    assert command("--forget")[1][-1] == ".cache/environments/old: removed"
    assert not old.exists()
    assert command("--forget")[1] == ["one: not installed", "two: not installed"]


def test_the_command_says_what_is_amiss_and_how_it_goes_on(command, packages, monkeypatch):
    code, out, err = command("gone")
    assert (code, out) == (1, [])
    assert err.startswith("\nsnippets/gone: no topic with a requirements.txt of its own.")

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(install, "make", stopped)
    code, out, err = command("--make")
    text = "what is not whole was not kept, and the same command begins it anew"
    assert (code, out, err) == (130, [], f"\ninterrupted; {text}\n")
    os.rename(packages.root / "snippets", packages.root / "elsewhere")
    assert command()[0] == 1


def test_the_command_says_what_it_takes(capsys):
    with pytest.raises(SystemExit):
        environments.main(["--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert told.startswith("usage: python -m runner.environments [-h] [--make] [--forget]")
    for text in (
        "`python -m runner.environments`: the topics with packages of their own; installs these.",
        "topics folders of snippets/ (default: all)",
        "--make install what is not there yet",
        "--forget remove what no topic asks for now",
    ):
        assert text in told
