"""Whether what is installed is what requirements.txt lists: said where something else fails."""

import re
from collections.abc import Iterator
from pathlib import Path

from .environment import LOCK, installed

PINNED = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^\s;\\]+)"
    r"(?: *; *(?P<marker>[^\\\n]+?))? *\\\n +--hash",
    re.MULTILINE,
)
INSTALL = f"make, or python -m pip install --require-hashes -r {LOCK}"


def differing(root: Path) -> Iterator[tuple[str, str, str | None]]:
    """(name, version listed, version here or None) of what is not here as the lock file lists."""
    from packaging.markers import Marker
    from packaging.utils import canonicalize_name
    from packaging.version import Version

    lock = root / LOCK
    text = lock.read_text("utf-8", "replace") if lock.exists() else ""
    names = (name.removesuffix(".dist-info").rpartition("-") for name in reversed(installed()))
    here = {canonicalize_name(name): version for name, _, version in names}
    for listed in PINNED.finditer(text):
        wanted, have = listed["version"], here.get(canonicalize_name(listed["name"]))
        if listed["marker"] and not Marker(listed["marker"]).evaluate():
            continue
        if have is None or Version(have) != Version(wanted):
            yield listed["name"], wanted, have


def amiss(root: Path) -> list[str]:
    """What to say of packages that are not installed as `root`'s lock file lists them."""
    found = list(differing(root))
    if not found:
        return []
    return [
        f"{LOCK}: not installed as listed: {told(found)}. That may be why. Install it: {INSTALL}"
    ]


def told(found: list[tuple[str, str, str | None]]) -> str:
    """The first three of what `differing` has found, and how many more."""
    words = [f"{name} {wanted} (here: {have or 'none'})" for name, wanted, have in found]
    return ", ".join(words[:3]) + (f" and {len(words) - 3} more" if len(words) > 3 else "")
