"""How what went wrong is told: short enough to read, with what to do, and an exit code."""

import errno
import os

import pytest

from runner import RunnerError
from runner.telling import decoded, ended, indented, remedy, shortened, table, told


def test_a_text_of_forty_lines_is_whole_and_a_longer_one_keeps_its_ends():
    lines = [f"line {n}" for n in range(1, 1042)]
    assert shortened("\n".join(lines[:40])) == "\n".join(lines[:40])
    cut = shortened("\n".join(lines) + "\n").splitlines()
    assert cut == [*lines[:20], "… (1,001 lines more)", *lines[-20:]]


def test_a_line_of_three_hundred_characters_is_whole_and_a_longer_one_ends_there():
    assert shortened("a" * 300 + "\nb") == "a" * 300 + "\nb"
    assert shortened("a" * 300 + "b" * 1234) == "a" * 300 + " … (1,234 characters more)"
    assert shortened("a" * 300 + "b") == "a" * 300 + " … (1 characters more)"


def test_what_stands_under_a_message_is_two_columns_in():
    assert indented("a\n\n  b\n") == "  a\n\n    b"
    assert len(indented("a\n" * 50).splitlines()) == 41


def test_what_the_system_refuses_is_an_error_of_the_runner_and_other_faults_are_not(tmp_path):
    missing = tmp_path / "gone"
    says = r"gone: No such file or directory\. Bring it back"
    with pytest.raises(RunnerError, match=says) as e, told():
        missing.read_text(encoding="utf-8")
    assert e.value.__cause__ is None
    assert e.value.__suppress_context__
    with pytest.raises(ChildProcessError), told():
        raise ChildProcessError(10, "No child processes")
    with pytest.raises(ValueError, match="other"), told():
        raise ValueError("other")


@pytest.mark.parametrize(
    ("names", "shown"),
    [(("from", None, "to"), "to"), (("from",), "from"), ((), "a file of .cache/ or of the")],
)
def test_the_file_that_is_named_is_the_one_that_was_to_be_made(names, shown):
    with pytest.raises(RunnerError) as error, told():
        raise OSError(28, "No space left on device", *names)
    assert str(error.value).startswith(shown)
    assert str(error.value).endswith(
        ": No space left on device. Free some space on its disk, then try again"
    )


SPACE = "Free some space on its disk, then try again"
RIGHTS = "Give yourself the rights to it (chmod u+rw), or work in a folder of your own"
FOLDER = "A folder has to be there: move away what is in its place"
FILE = "A file has to be there: move away the folder in its place"
DISKS = "Keep .cache/ and snippets/ on one disk: a file is moved from one to the other"
GONE = (
    "Bring it back (git restore), or mend the name that leads to it; temporary files go where "
    "TMPDIR says"
)


@pytest.mark.parametrize(
    ("names", "does"),
    [
        (("ENOSPC", "EDQUOT"), SPACE),
        (("EACCES", "EPERM", "EROFS"), RIGHTS),
        (("ENOTDIR", "EEXIST"), FOLDER),
        (("EISDIR",), FILE),
        (("EXDEV",), DISKS),
        (("ENOENT",), GONE),
    ],
)
def test_what_the_system_refuses_is_told_with_what_to_do(names, does):
    for name in names:
        if code := getattr(errno, name, None):  # Windows has no quota
            error = OSError(code, os.strerror(code), "snippets/topic/idea.txt")
            assert remedy(error) == f"snippets/topic/idea.txt: {os.strerror(code)}. {does}"


@pytest.mark.parametrize("error", [OSError(errno.ECHILD, "no"), OSError("no number"), OSError()])
def test_for_other_faults_there_is_no_remedy(error):
    assert remedy(error) is None


def test_a_commands_exit_code_and_what_it_says(capsys):
    def failing():
        raise RunnerError("it is wrong")

    def stopped():
        raise KeyboardInterrupt

    def refused():
        raise PermissionError(13, "Permission denied", "here")

    assert (ended(lambda: 7, "x"), capsys.readouterr()) == (7, ("", ""))
    assert (ended(failing, "x"), capsys.readouterr()) == (1, ("", "\nit is wrong\n"))
    assert (ended(stopped, "go on"), capsys.readouterr()) == (130, ("", "\ninterrupted; go on\n"))
    assert ended(refused, "x") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "\nhere: Permission denied. Give yourself the rights to it (chmod u+rw), or work in a "
        "folder of your own\n"
    )


def test_a_file_that_is_no_plain_text_is_told_with_its_line():
    assert decoded("é\r\n".encode(), "a.py") == "é\r\n"
    with pytest.raises(RunnerError) as error:
        decoded(b"\xef\xbb\xbfa", "a.py")
    text = "a.py: begins with a byte order mark; save it as UTF-8 without BOM"
    assert str(error.value) == text
    with pytest.raises(RunnerError) as error:
        decoded(b"a\nb\n\xff", "a.py")
    assert str(error.value) == "a.py:3: not UTF-8 (invalid start byte); save it as UTF-8"
    assert error.value.__suppress_context__


def test_a_table_that_cannot_be_read_is_told():
    assert table(b'a = 1\n["b"]\nc = "d"\n', "a.toml") == {"a": 1, "b": {"c": "d"}}
    with pytest.raises(RunnerError) as error:
        table(b"a = \n", "a.toml")
    assert str(error.value) == (
        "a.toml: no TOML: Invalid value (at line 1, column 5); mend that line"
    )
    assert error.value.__suppress_context__
    with pytest.raises(RunnerError, match=r"b\.toml:1: not UTF-8"):
        table(b"\xff", "b.toml")
