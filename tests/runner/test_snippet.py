"""What a file says of itself: its name, its limits, what it imports, when it is another."""

from pathlib import Path

import pytest

from runner import RunnerError
from runner.snippet import Snippet, find, folder_in
from tests.project import put

INDEX = "snippets/topic/idea.py"


@pytest.fixture
def idea(tmp_path):
    """Writes files of a project, and gives the snippet `idea` anew, which remembers nothing."""

    def made(source="print(1)\n", **files):
        for name, text in {INDEX: source, **files}.items():
            put(tmp_path / name, text)
        return Snippet(tmp_path.resolve(), tmp_path.resolve() / INDEX)

    return made


def test_a_name_leads_from_the_project_and_a_title_from_the_snippets(idea, tmp_path):
    found = idea()
    assert (found.name, found.title) == (INDEX, "topic/idea.py")
    assert found.text_record == tmp_path.resolve() / "snippets/topic/idea.txt"
    assert found.figure_record == tmp_path.resolve() / "snippets/topic/idea.svg"


@pytest.mark.parametrize(
    ("source", "seconds"),
    [
        ("print(1)\n", 60),
        ("# timeout: 5\n", 5),
        ('"""Why."""\n#timeout:120  \n', 120),
        ("# timeout: 0\n", 1),
        ("# timeout: 999999999\n", 24 * 3600),
        ("# timeout: 86399\n", 86399),
        ("# timeout: 1234567890\n", 60),  # no number of seconds
        ("# timeout: five\n", 60),
        ("x = 1  # timeout: 5\n", 60),
        (f"#{'-' * 487}\n# timeout: 5\n", 60),  # the header, 500 characters, ends before it
        (f"#{'-' * 486}\n# timeout: 5\n", 5),
    ],
)
def test_its_header_says_how_long_it_may_run(idea, source, seconds):
    assert idea(source).timeout == seconds


@pytest.mark.parametrize(
    ("source", "fresh"),
    [("os.environ['A'] = '1'", True), ("os.putenv('A', '1')", True), ("environ = 1", False)],
)
def test_who_sets_variables_wants_a_fresh_interpreter(idea, source, fresh):
    assert idea(source).wants_fresh_interpreter is fresh


def test_modules_are_those_whose_names_occur_and_what_these_name(idea):
    files = {
        "snippets/first.py": "import second\nimport first\n",
        "snippets/second.py": "X = 1\n",
        "snippets/third.py": "",
    }
    names = lambda source: [p.name for p in idea(source, **files).modules]  # noqa: E731
    assert names("from first import X\n") == ["first.py", "second.py"]
    assert names("second = 1\n") == ["second.py"]
    assert names("firstly, seconds = 1, 2\n") == []
    everything = ["first.py", "second.py", "third.py"]
    assert names("import importlib\n") == names("__import__('os')\n") == everything


@pytest.mark.parametrize(
    ("source", "packages"),
    [
        ("import os, json.decoder\nfrom sys import path\n", set()),
        ("import keras.layers as L, numpy\nif 0:\n    from six.moves import x\n", None),
        ("import first\n", {"pandas"}),  # a module of ours, which imports one
        ("from first import X\n", {"pandas"}),
    ],
)
def test_packages_are_what_it_imports_from_elsewhere(idea, source, packages):
    found = idea(source, **{"snippets/first.py": "import pandas\n"})
    assert found.packages() == (
        {"keras.layers", "numpy", "six.moves"} if packages is None else packages
    )


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"snippets/topic/other.py": ""}, "other"),
        ({"snippets/topic/other/data.txt": ""}, "other"),
        ({"tests/other.py": ""}, "tests"),
        ({"other.py": ""}, "other"),
        ({"snippets/other/idea.py": ""}, "other"),
    ],
)
def test_what_only_this_project_has_may_not_be_imported(idea, files, name):
    found = idea(f"import os\nimport {name}.part\n", **files)
    with pytest.raises(RunnerError) as error:
        found.packages()
    assert str(error.value) == (
        f"{INDEX}:2: imports `{name}`, a part of this project. Who copies the snippet does not "
        "have it: use installed packages and snippets/*.py only"
    )


def test_a_topic_may_be_called_like_an_installed_package(idea, tmp_path):
    site = tmp_path / "site"
    (site / "topic").mkdir(parents=True)
    found = idea("import topic.part\n")
    for file in ("topic/__init__.py", "topic.py"):
        with pytest.raises(RunnerError, match="imports `topic`"):
            found.packages(site)
        (site / file).touch()
        assert found.packages(site) == {"topic.part"}
        (site / file).unlink()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("import os\nx = = 1\n", f"{INDEX}:2: SyntaxError: invalid syntax; mend that line"),
        ("x = 1\0\n", f"{INDEX}:1: "),
        ("\nfrom . import a\n", f"{INDEX}:2: a relative import; a pasted file has no package. "),
        ("from .near import a\n", f"{INDEX}:1: a relative import; "),
    ],
)
def test_what_cannot_be_read_as_python_is_told_with_its_line(idea, source, message):
    with pytest.raises(RunnerError) as error:
        idea(source).packages()
    told = str(error.value)
    assert told.startswith(message)
    if "relative" in message:
        assert told.endswith("Import installed packages and snippets/*.py by their names")
    else:
        assert told.endswith("; mend that line")


def test_what_an_older_python_says_of_a_null_byte_is_told_too(idea, monkeypatch):
    def refuse(*_, **__):
        raise ValueError("source code string cannot contain null bytes")

    monkeypatch.setattr("runner.snippet.ast.parse", refuse)
    with pytest.raises(RunnerError) as error:
        idea("x = 1\0\n").packages()
    text = "ValueError: source code string cannot contain null bytes; mend that line"
    assert str(error.value) == f"{INDEX}:1: {text}"


def test_lines_that_end_as_on_windows_are_refused_in_modules_too(idea):
    message = ": its lines end as on Windows (CRLF); save it with LF"
    with pytest.raises(RunnerError) as error:
        _ = idea(b"print(1)\r\n").source
    assert str(error.value) == INDEX + message
    with pytest.raises(RunnerError) as error:
        _ = idea("import first\n", **{"snippets/first.py": b"\r\n"}).modules
    assert str(error.value) == f"snippets/first.py{message}"


def test_a_fingerprint_is_of_all_that_counts_and_of_nothing_else(idea, tmp_path):
    files = {"snippets/first.py": "import second\n", "snippets/second.py": "", "other.py": ""}
    figures = '["topic/idea"]\n"a" = "b"\n'
    seen = [idea("import first\n", **files).fingerprint("e")]
    assert idea("import first\n").fingerprint("e") == seen[0]  # not of what is remembered
    assert idea("import first\n", **{"other.py": "1"}).fingerprint("e") == seen[0]
    empty = {"docs/xx/figures.toml": ""}
    assert idea("import first\n", **empty).fingerprint("e") == seen[0]
    seen.append(idea("import first\n").fingerprint("f"))
    seen.append(idea("import first \n").fingerprint("e"))
    seen.append(idea("import first\n", **{"snippets/second.py": "X = 1\n"}).fingerprint("e"))
    seen.append(idea("import first\n", **{"snippets/first.py": "second\n"}).fingerprint("e"))
    for said in (figures, figures.replace("b", "c")):
        seen.append(idea("import first\n", **{"docs/xx/figures.toml": said}).fingerprint("e"))
    (tmp_path / INDEX).rename(tmp_path / "snippets/topic/moved.py")
    seen.append(Snippet(tmp_path.resolve(), tmp_path.resolve() / "snippets/topic/moved.py"))
    seen[-1] = seen[-1].fingerprint("e")
    assert len(set(seen)) == len(seen)
    assert all(len(one) == 64 for one in seen)


def test_those_of_a_folder_of_a_file_of_a_record_and_of_a_module(idea, tmp_path, monkeypatch):
    idea(
        "import first\n",
        **{
            "snippets/first.py": "",
            "snippets/topic/deep/other.py": "",
            "snippets/near/own.py": "import first\n",
            "snippets/near/note.txt": "",
        },
    )
    monkeypatch.chdir(tmp_path)
    titles = lambda *given: [s.title for s in find(tmp_path, [*map(Path, given)])]  # noqa: E731
    every = ["near/own.py", "topic/deep/other.py", "topic/idea.py"]
    assert titles() == titles("snippets") == every
    assert titles("snippets/topic") == every[1:]
    assert titles("snippets/topic/idea.py", "snippets/topic") == ["topic/idea.py", every[1]]
    assert titles("snippets/topic/idea.txt") == titles(tmp_path / INDEX) == ["topic/idea.py"]
    assert titles("snippets/first.py") == ["near/own.py", "topic/idea.py"]
    for wrong in ("snippets/gone.py", "snippets/near/note.txt", "docs", "snippets/topic/gone.py"):
        with pytest.raises(RunnerError) as error:
            titles("snippets/topic", wrong)
        text = f"{wrong}: no snippet here; name a file or folder of snippets/"
        assert str(error.value) == text


def test_a_folder_without_snippets_is_told(tmp_path):
    (tmp_path / "snippets").touch()
    for root in (tmp_path, tmp_path / "gone"):
        with pytest.raises(RunnerError) as error:
            folder_in(root)
        text = f"{root}: no folder snippets/ here; run this from the project's root"
        assert str(error.value) == text
    (tmp_path / "snippets").unlink()
    (tmp_path / "snippets").mkdir()
    assert folder_in(tmp_path) == tmp_path / "snippets"
    assert find(tmp_path) == []
