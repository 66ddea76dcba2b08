"""Which packages each snippet runs on, what is said of those that are not here, what is noted."""

import datetime

import pytest

from runner import RunnerError, homes, stamps
from runner.packages import Packages
from runner.snippet import Snippet
from tests.project import HASHED, put_package

MAKE = "python -m runner.environments --make"
TODAY = datetime.date.today().isoformat()


class Project:
    """Topics `one` and `two` with packages of their own, two snippets each; `plain` without."""

    def __init__(self, root):
        self.root = root
        self.snippets = {}
        for topic in ("one", "two", "plain"):
            folder = root / "snippets" / topic
            folder.mkdir(parents=True)
            if topic != "plain":
                (folder / "requirements.in").write_text("six==1\n", encoding="utf-8")
                (folder / "requirements.txt").write_text(f"# {topic}\n{HASHED}", encoding="utf-8")
            for name in "ab":
                path = folder / f"{name}.py"
                path.touch()
                path.with_suffix(".txt").write_text("1\n", encoding="utf-8")
                self.snippets[f"{topic}/{name}"] = Snippet(root, path)

    def __getitem__(self, name):
        return self.snippets[name]

    def packages(self, topic):
        plain = topic == "plain"
        folder = self.root if plain else self.root / "snippets" / topic
        return Packages(self.root, folder / "requirements.txt")

    def install(self, topic):
        """As if they were here: a Python, and six in some version."""
        found = self.packages(topic)
        found.python.parent.mkdir(parents=True)
        found.python.touch()
        for name in ("six", "pytest", "hypothesis"):
            put_package(found.site, name, "7")

    def found(self, *names):
        return {self[name]: self.packages(name.partition("/")[0]) for name in names}

    def dates(self, topic):
        kept = stamps.read(self.root / "snippets" / topic)
        return kept and {name: stamp.date for name, stamp in kept.stamps.items()}

    def age(self, topic):
        path = self.root / "snippets" / topic / "recorded.toml"
        text = path.read_text(encoding="utf-8").replace(TODAY, "2001-01-01")
        path.write_text(text.replace("Python ", "Python 2 of "), encoding="utf-8")


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    return Project(tmp_path.resolve())


def test_each_snippet_has_the_packages_of_its_topic(project):
    problems, said = [], []
    found = homes.homes([*project.snippets.values()], said.append, problems)
    assert found == project.found(*project.snippets)
    assert list(found) == [*project.snippets.values()]
    assert (problems, said) == ([], [])


def test_of_a_topic_that_is_amiss_the_snippets_have_none_and_it_is_told_once(project):
    (project.root / "snippets/one/requirements.in").unlink()
    problems = []
    found = homes.homes([*project.snippets.values()], print, problems)
    assert found == project.found("two/a", "two/b", "plain/a", "plain/b")
    (text,) = problems
    assert text.startswith("snippets/one/requirements.txt: there is no requirements.in beside it.")


def test_where_ci_is_set_what_lacks_is_installed(project, monkeypatch):
    monkeypatch.setenv("CI", "true")
    made = []

    def make(packages, say):
        say("installing")
        made.append(packages)
        if "two" in packages.name:
            raise RunnerError("no network")

    monkeypatch.setattr(homes.install, "make", make)
    problems, said = [], []
    found = homes.homes([*project.snippets.values()], said.append, problems)
    assert found == project.found("one/a", "one/b", "plain/a", "plain/b")
    assert made == [project.packages(topic) for topic in ("one", "two", "plain")]
    assert (problems, len(said)) == (["no network"], 3)


def test_what_is_not_executed_is_told_by_topic(project):
    assert homes.of_the_record([]) == ""
    assert homes.of_the_record(iter([project["two/a"], project["one/a"], project["two/b"]])) == (
        "not executed: 3 snippets of one, two, whose packages are not installed here. To execute "
        f"them too: {MAKE} one two"
    )


def test_a_record_that_is_not_of_what_stands_here_is_told_with_the_command(project):
    names = ("one/a", "one/b", "two/a", "plain/a")
    project.install("one")
    stamps.write([project["one/b"]], project.packages("one"))
    (project.root / "snippets/two/recorded.toml").write_text("no\n", encoding="utf-8")
    assert homes.stale(project.found(*names)) == [
        "snippets/one/a.py: recorded.toml beside it has no entry for it.\n"
        "  Record it: python -m runner --record snippets/one/a.py",
        "snippets/two/recorded.toml: cannot be read. Delete it, then: "
        "python -m runner --record snippets/two",
    ]
    assert len(homes.stale(project.found("two/a", "one/a", "two/b"))) == 3
    (project.root / "snippets/two/recorded.toml").unlink()
    assert homes.stale(project.found(*names))[1:] == [
        "snippets/two/a.py: recorded.toml beside it has no entry for it.\n"
        f"  Record it: {MAKE} two && python -m runner --record snippets/two/a.py",
    ]
    assert homes.stale(project.found("plain/a", "plain/b")) == []


def test_what_was_recorded_is_noted_and_what_is_stale_too(project):
    for topic in ("one", "two"):
        project.install(topic)
        stamps.write([project[f"{topic}/{name}"] for name in "ab"], project.packages(topic))
        project.age(topic)
    old = {"a.py": "2001-01-01", "b.py": "2001-01-01"}
    homes.stamp(project.found(*project.snippets), [])
    assert (project.dates("one"), project.dates("two"), project.dates("plain")) == (old, old, None)
    recorded = [project["one/a"], project["plain/a"]]
    project["two/b"].text_record.write_text("2\n", encoding="utf-8")
    homes.stamp(project.found(*project.snippets), recorded)
    assert project.dates("one") == old | {"a.py": TODAY}
    assert project.dates("two") == old | {"b.py": TODAY}
    assert project.dates("plain") is None


def test_a_report_says_of_each_topic_when_and_on_what(project):
    for topic in ("one", "two"):
        project.install(topic)
        stamps.write([project[f"{topic}/a"]], project.packages(topic))
        project.age(topic)
        stamps.write([project[f"{topic}/b"]], project.packages(topic))
    lacking = project.root / "snippets" / "three"
    lacking.mkdir()
    (lacking / "requirements.txt").write_text("-r ../one/requirements.txt\n", encoding="utf-8")
    for topic in ("one", "two"):  # recorded on another version than is here
        path = project.root / "snippets" / topic / "recorded.toml"
        path.write_text(path.read_text("utf-8").replace('"7"', '"5"'), encoding="utf-8")
    machine = stamps.machine()
    chosen = "six==1\npytest==1\nhypothesis==1\n"
    (project.root / "snippets/one/requirements.in").write_text(chosen, encoding="utf-8")
    assert homes.about(project.root, iter([project["one/b"], project["plain/a"]])) == {
        "one": {
            "executed": True,
            "versions": {"six": "7"},
            "dates": ["2001-01-01", TODAY],
            "on": [machine],
        },
        "two": {
            "executed": False,
            "versions": {"six": "5"},
            "dates": ["2001-01-01", TODAY],
            "on": sorted([machine, machine.replace("Python ", "Python 2 of ")]),
        },
    }
