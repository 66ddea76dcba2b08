"""What is installed in another version than requirements.txt lists: nothing is built on it.

Outputs may be equal all the same, and the site would name versions on which nothing was run. What
is not installed at all is said where it is needed.
"""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.markers import Marker
from packaging.version import Version

from runner import RunnerError, listed
from runner.environment import LOCK


def refuse_others(project: Path) -> None:
    """Raises RunnerError if a package is here in another version than the lock file lists."""
    if not listed.amiss(project):
        return
    found = []
    for line in listed.PINNED.finditer((project / LOCK).read_text("utf-8", "replace")):
        if line["marker"] and not Marker(line["marker"]).evaluate():
            continue
        try:
            here = version(line["name"])
        except PackageNotFoundError:
            continue
        if Version(here) != Version(line["version"]):
            found.append(f"{line['name']} {line['version']} (here: {here})")
    if found:
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        raise RunnerError(
            f"{LOCK}: other versions are installed than it lists: {', '.join(found[:3])}{more}. "
            f"Install these: make, or python -m pip install --require-hashes -r {LOCK}"
        )
