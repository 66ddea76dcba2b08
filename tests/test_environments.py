"""The tests' own machinery: a file of tests that another Python runs is one test here."""

import dataclasses

import pytest

from runner.packages import Packages
from tests import environments
from tests.project import ROOT

OURS = Packages(ROOT, ROOT / "requirements.txt")  # stand for a topic's, so that nothing installs


@dataclasses.dataclass(frozen=True)
class Elsewhere(Packages):
    ready = False


@pytest.fixture
def collected(tmp_path, request, monkeypatch):
    """A function: the one test that a file of tests for the packages of `made_up` is here."""

    def collect(source, packages=OURS):
        path = tmp_path / "test_made_up.py"
        path.write_text(source, encoding="utf-8")
        monkeypatch.setattr(environments, "TOPICS", tmp_path)
        monkeypatch.setattr(environments, "topics", lambda root: {"made_up": packages})
        file = environments.pytest_pycollect_makemodule(path, request.session)
        (item,) = file.collect()
        return item

    return collect


def test_it_passes_as_its_tests_do(collected):
    item = collected("import numpy\n\ndef test_one():\n    assert numpy.add(1, 1) == 2\n")
    assert item.name == "on the packages of made_up"
    item.runtest()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def test_one():\n    assert 1 + 1 == 3\n", "assert (1 + 1) == 3"),
        ("import not_there\n", "No module named 'not_there'"),
        ("", "no tests ran"),
    ],
)
def test_what_fails_there_fails_here_with_its_words(collected, source, words):
    with pytest.raises(pytest.fail.Exception) as failed:
        collected(source).runtest()
    assert words in str(failed.value)


def test_it_has_the_fixture_snippet(collected):
    collected(
        "def test_one(snippet):\n"
        "    values = snippet('mapping/dense_to_conv.py')\n"
        "    assert values.out.endswith('\\n')\n"
    ).runtest()


def test_it_is_skipped_where_the_packages_are_not_installed(collected, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="environments --make made_up"):
        collected("def test_one():\n    pass\n", Elsewhere(ROOT, OURS.lock)).runtest()


def test_other_files_are_collected_as_ever(tmp_path, request, collected):
    collected("")
    other = environments.pytest_pycollect_makemodule(tmp_path / "test_other.py", request.session)
    assert other is None
