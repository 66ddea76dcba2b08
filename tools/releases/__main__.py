"""Runs the snippets on other releases of NumPy, Keras and TensorFlow: which outputs change?

Usage: python -m tools.releases                    the newest of each, all snippets
       python -m tools.releases keras==3.12.1 ...  this release, the rest as locked or older
       python -m tools.releases --table            each that releases.toml names, one at a time

`--write` notes what was found in bench/, from which the page about versions takes its tables.
`--heart` leaves out the topics that releases.toml does not name, `--formulas` all but the blocks
that prove a formula there. Exit code 1 if an output changed.
It needs uv: `make releases` brings it.
"""

import argparse
import os
import re
import sys
import tomllib
from pathlib import Path

from runner import pool, records, telling
from runner.packages import folder_of, topics
from runner.snippet import Snippet, find
from runner.verdict import STDERR
from tools.releases import written
from tools.releases.packages import NotInstalled, Release, find_uv, last_of_each_minor
from tools.releases.written import Outcome

ROOT = Path(__file__).resolve().parents[2]
PLAN = Path(__file__).with_name("releases.toml")
ASKED = re.compile(r"(numpy|keras|tensorflow)==\d[\w.]*")
NEWEST: dict[str, str | None] = {"numpy": None, "keras": None, "tensorflow": None}


def say(text: str) -> None:
    print(text, flush=True)


class Patient(Snippet):
    """A snippet that a busy machine does not end: how long it takes is no matter of the release."""

    timeout = 1800


def snippets(which: str) -> list[Snippet]:
    """Those that run on the site's own packages: "all", or the plan's "heart" or "formulas"."""
    elsewhere = topics(ROOT)
    found = (Patient(s.root, s.path) for s in find(ROOT))
    every: list[Snippet] = [s for s in found if folder_of(s).name not in elsewhere]
    if which == "all":
        return every
    wanted = tomllib.loads(PLAN.read_text("utf-8"))[which]
    return [s for s in every if {folder_of(s).name, s.title} & set(wanted)]


def execute(release: Release, chosen: list[Snippet]) -> dict[Snippet, Outcome]:
    """What each prints or draws that is not its record, or fails with; what it writes to stderr."""
    imports = {snippet: snippet.packages(release.site) for snippet in chosen}
    found: dict[Snippet, Outcome] = {}
    for snippet, result in pool.results(release, imports, lambda text: None):
        text = result.problem.text if result.problem else ""
        notice = text.removeprefix(STDERR) if text.startswith(STDERR) else ""
        failure = result.problem.of(snippet.name) if result.problem and not notice else ""
        found[snippet] = Outcome(failure or records.difference(snippet, result), notice)
        if failure or found[snippet].other or notice:
            say(f"{snippet.name}:\n{telling.indented(found[snippet].other or text)}")
    pool.stop()
    return found


def run(uv: str, asked: dict[str, str | None], which: str, write: bool) -> bool:
    """Try one release; True if it was installed and every output is its record."""
    release = Release.of(ROOT, asked, os.environ.get("RELEASES_PYTHON", ""))
    name = ", ".join(f"{package} {version or 'newest'}" for package, version in asked.items())
    say(f"== {name}")
    try:
        release.install(uv)
    except NotInstalled as error:
        say(telling.indented(str(error)))
        if write:
            written.note(ROOT, written.not_installed(release, str(error)))
        return False
    say(", ".join(f"{package} {version}" for package, version in release.has().items()))
    found = execute(release, snippets(which))
    changed = [snippet.title for snippet, outcome in found.items() if outcome.other]
    say(f"{len(found)} snippets executed, {len(found) - len(changed)} hold what is recorded")
    if write:
        written.note(ROOT, written.executed(release, found))
    return not changed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.releases", description=__doc__)
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--heart", action="store_const", const="heart", dest="which")
    parser.add_argument("--formulas", action="store_const", const="formulas", dest="which")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("asked", nargs="*", metavar="package==version")
    chosen = parser.parse_args()
    for asked in chosen.asked:
        if not ASKED.fullmatch(asked):
            parser.error(f"{asked}: name {' or '.join(NEWEST)} and a version, as keras==3.12.1")
    uv = find_uv()
    tries: list[dict[str, str | None]] = [NEWEST]
    if chosen.asked:
        tries = [dict(words.split("==", 1) for words in chosen.asked)]
    elif chosen.table:
        plan = tomllib.loads(PLAN.read_text("utf-8"))["first"]
        tries = [{n: v} for n, first in plan.items() for v in last_of_each_minor(n, first)]
    which = chosen.which or ("heart" if chosen.table else "all")
    held = [run(uv, asked, which, chosen.write) for asked in tries]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(telling.ended(main, "what was tried before is noted"))
