"""Trying other releases: what is asked for, what counts as a change, tables that nobody typed."""

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from runner.packages import Packages
from tests.project import ROOT, Project
from tools.releases import __main__ as command
from tools.releases import written
from tools.releases.packages import Release, chosen


@dataclass(frozen=True)
class ThisPython(Release):
    """A release that is what runs the tests, so that nothing is installed."""

    python = Path(sys.executable)
    site = Packages(ROOT, ROOT / "requirements.txt").site
    folder = None


def test_what_is_not_asked_for_is_as_locked_or_older():
    lines = Release.of(ROOT, {"keras": "3.10.0"}).requirements()
    assert "keras==3.10.0" in lines
    locked = {name: version for name, version, _ in chosen(ROOT)}
    assert f"numpy<={locked['numpy']}" in lines
    assert any(line.startswith(f"tensorflow-cpu<={locked['tensorflow-cpu']} ; ") for line in lines)
    assert len(lines) == len(chosen(ROOT)) > 6
    newest = Release.of(ROOT, dict(command.NEWEST)).requirements()
    assert not [line for line in newest if "=" in line.partition(";")[0]]


def test_an_output_that_changed_is_told_from_one_that_holds(tmp_path):
    project = Project(tmp_path)
    project.write("snippets/sums/held.py", "print(1 + 1)\n")
    project.write("snippets/sums/held.txt", "2\n")
    project.write(
        "snippets/sums/noisy.py", "import sys; print(2); print('no more', file=sys.stderr)"
    )
    project.write("snippets/sums/noisy.txt", "2\n")
    project.write("snippets/sums/other.py", "print(1 + 2)\n")
    project.write("snippets/sums/other.txt", "2\n")
    project.write("snippets/sums/gone.py", "print([].gone)\n")
    release = ThisPython(tmp_path, tmp_path / "made" / "installed.txt", (("numpy", "0"),))
    snippets = {s.title: s for s in command.find(tmp_path)}
    found = command.execute(release, list(snippets.values()))
    assert found[snippets["sums/held.py"]] == written.Outcome("", "")
    assert found[snippets["sums/noisy.py"]] == written.Outcome("", "no more")
    assert "AttributeError" in found[snippets["sums/gone.py"]].other
    assert written._short(found[snippets["sums/other.py"]].other) == ["-2", "+3"]


@pytest.mark.parametrize(("title", "formula"), written.formulas().items())
def test_a_formula_stands_in_the_block_that_proves_it(title, formula):
    assert formula in (ROOT / "snippets" / title).read_text(encoding="utf-8")


def test_the_tables_are_what_the_script_has_found():
    """Of the formulas as they are now: `make releases ARGS="--table --write"` runs them anew."""
    entries = written.read(ROOT)
    for name, lines in written.tables(ROOT, entries).items():
        assert (ROOT / "bench" / name).read_text(encoding="utf-8").splitlines() == lines
    held = written.tables(ROOT, entries)["held.md"]
    assert not [line for line in held if line.endswith("**: ")]
    installed = [e["versions"] for e in entries if "versions" in e]
    assert len({tuple(v[name] for name in written.PACKAGES) for v in installed}) == len(installed)
