"""What is installed in another version than requirements.txt lists: nothing is built on it.

Outputs may be equal all the same, and the site would name versions on which nothing was run. What
is not installed at all is said where it is needed.
"""

from pathlib import Path

from runner import RunnerError, listed
from runner.environment import LOCK


def refuse_others(project: Path) -> None:
    """Raises RunnerError if a package is here in another version than the lock file lists."""
    if found := [one for one in listed.differing(project) if one[2]]:
        raise RunnerError(
            f"{LOCK}: other versions are installed than it lists: {listed.told(found)}. "
            f"Install these: {listed.INSTALL}"
        )
