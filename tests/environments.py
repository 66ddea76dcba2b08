"""Tests of a topic that has packages of its own: its test file runs on these, in their Python.

Where they are not installed it is skipped, and says what would install them; with CI=true they are
installed. Such a file needs pytest among the topic's packages, and imports what it likes of them.
"""

import os
import subprocess
from pathlib import Path

import pytest

from runner import install
from runner.packages import Packages, topics
from tests.project import ROOT

TOPICS = ROOT / "tests" / "topics"


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector):
    """`tests/topics/test_<topic>.py` is one test here, if the topic has packages of its own."""
    topic = module_path.stem.removeprefix("test_")
    if module_path.parent == TOPICS and (packages := topics(ROOT).get(topic)):
        return File.from_parent(parent, path=module_path, topic=topic, packages=packages)
    return None


class File(pytest.File):
    """A file of tests for other packages: here, one test."""

    def __init__(self, topic: str, packages: Packages, **others):
        super().__init__(**others)
        self.topic, self.packages = topic, packages

    def collect(self):
        yield Elsewhere.from_parent(self, name=f"on the packages of {self.topic}")


class Elsewhere(pytest.Item):
    """The file's tests, run by another Python."""

    def runtest(self) -> None:
        here(self.parent.topic)
        done = run(self.parent.packages, "--confcutdir", str(TOPICS), str(self.path))
        if done.returncode:
            pytest.fail(done.stdout + done.stderr, pytrace=False)

    def reportinfo(self):
        return self.path, None, self.name


def here(topic: str) -> Packages:
    """The packages of `topic`. Where they are not installed, the test that asks is skipped."""
    packages = topics(ROOT)[topic]
    if not packages.ready:
        if not os.environ.get("CI"):
            pytest.skip(f"its packages are not here: {install.missing([topic])}")
        install.make(packages, print)
    return packages


def run(packages: Packages, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
    """pytest with `arguments`, on `packages`."""
    plugins = ("-p", "tests.values", "-p", "no:cacheprovider")
    return subprocess.run(
        [str(packages.python), "-m", "pytest", *plugins, *arguments],
        cwd=ROOT,
        env={**packages.variables(), "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        encoding="utf-8",
    )
