"""Each way in which a snippet can be wrong is an error: file, line, what happened, what to do."""

import re
import sys
import time

import psutil
import pytest

from runner.pool import stop
from tests.faults.failing import FAILS, FLOODS, PRINTS, UNSTEADY, WRITTEN
from tests.faults.fault import is_clear, sections
from tests.faults.reaching import LEAVES, REACHES
from tests.project import Project
from tests.told import is_as_recorded

WRONG = FAILS | WRITTEN | PRINTS | REACHES | LEAVES
EVERY = list(WRONG | FLOODS) + list(UNSTEADY)
TOPIC = {name: re.sub(r"\W", "_", name) for name in EVERY}  # a fault, a topic
LONGEST = 8_000  # characters that one fault may take in a message


class Planted:
    """A project in which all of it goes wrong, and what two checks say: one compares, one records.

    They run in one worker, side by side, which weakens none: each has a process of its own.
    """

    def __init__(self, project):
        project.write("hooks.py", "")
        project.write("README.md", "ours\n")
        project.write("snippets/neighbour/beside.py", "print('fine')\n")
        project.write("snippets/neighbour/beside.txt", "fine\n")
        sources = {name: row[0] for name, row in (WRONG | FLOODS).items()} | UNSTEADY
        for name, source in sources.items():
            if isinstance(source, str):
                source = source.replace("{project}", str(project.folder))
            project.write(f"snippets/{TOPIC[name]}/idea.py", source)
            project.write(f"snippets/{TOPIC[name]}/beside.py", "print('fine')\n")
            project.write(f"snippets/{TOPIC[name]}/beside.txt", "fine\n")
        self.started, before = time.time(), project.tree()
        self.compared = sections(project.failure())
        self.changed = [n for n, data in project.tree().items() if before.get(n) != data]
        self.recorded = sections(project.failure(record=True))
        after = project.tree()
        self.records = {n for n in after if before.get(n) != after[n]}
        self.gone = before.keys() - after.keys()
        self.said, self.folder = project.said, project.folder


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    yield Planted(Project(tmp_path_factory.mktemp("planted").resolve()))
    stop()


@pytest.mark.xdist_group("faults-snippets")
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_snippet_is_an_error_that_says_where_what_and_what_to_do(planted, name):
    _, place, words, remedy = WRONG[name]
    for found in (planted.compared, planted.recorded):
        message = found[TOPIC[name]]
        assert re.match(rf"snippets/{TOPIC[name]}/idea\.py{place}", message), message
        for text in (words, remedy):
            assert text.replace("{topic}", TOPIC[name]) in message, message
        assert len(message) < LONGEST
        is_clear(message)
        if place != ":[34]:":  # where time is up differs
            is_as_recorded(__file__, name, message, planted.folder)


@pytest.mark.xdist_group("faults-snippets")
@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_shown_in_part_and_how_much_it_is(planted, name):
    _, place, words, remedy = FLOODS[name]
    message = planted.compared[TOPIC[name]]
    assert re.match(rf"snippets/{TOPIC[name]}/idea\.py{place}", message), message
    for text in (words, remedy):
        assert text.replace("{topic}", TOPIC[name]) in message, message
    assert len(message) < LONGEST
    is_as_recorded(__file__, name, message, planted.folder)
    assert max(map(len, planted.said)) < LONGEST


@pytest.mark.xdist_group("faults-snippets")
@pytest.mark.parametrize("name", UNSTEADY)
def test_what_differs_from_run_to_run_is_not_recorded(planted, name):
    message = planted.recorded[TOPIC[name]]
    assert message.startswith(f"snippets/{TOPIC[name]}/idea.py: two runs printed or drew different")
    assert "Seed what is random, sort what has no order, print fewer decimals" in message
    is_clear(message)
    steady = "".join(message.partition("+++ second run\n")[:2])
    is_as_recorded(__file__, name, steady, planted.folder)


@pytest.mark.xdist_group("faults-snippets")
def test_nothing_is_written_but_records_of_what_was_right(planted):
    """What snippets tried to write is not there, and no neighbour that is right is blamed."""
    assert planted.changed == []
    assert planted.records == {f"snippets/{TOPIC[name]}/idea.txt" for name in FLOODS}
    assert planted.gone == set()
    assert "neighbour" not in {*planted.compared, *planted.recorded}
    assert planted.compared.keys() == {TOPIC[name] for name in EVERY}


@pytest.mark.xdist_group("faults-snippets")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")
def test_nothing_that_a_snippet_has_started_runs_on(planted):
    """Nobody's child, and begun since: the system gave it to the first of all processes.

    What another test has just killed may take a moment to end what it had started.
    """
    until = time.monotonic() + 15
    while (running := _begun_since(planted.started)) and time.monotonic() < until:
        time.sleep(0.5)
    assert running == []


def _begun_since(moment):
    begun = [
        str(process.info["cmdline"])
        for process in psutil.process_iter(["ppid", "create_time", "cmdline"])
        if process.info["create_time"] > moment - 1 and process.info["ppid"] == 1
    ]
    return [line for line in begun if re.search(r"sleep\(60\)|forkserver", line)]
