"""Whether what is installed is what requirements.txt lists: said where something else fails."""

import re
from pathlib import Path

from .environment import LOCK, installed

PINNED = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^\s;\\]+)"
    r"(?: *; *(?P<marker>[^\\\n]+?))? *\\\n +--hash",
    re.MULTILINE,
)


def amiss(root: Path) -> list[str]:
    """What to say of packages that are not installed as `root`'s lock file lists them."""
    from packaging.markers import Marker
    from packaging.utils import canonicalize_name
    from packaging.version import Version

    lock = root / LOCK
    text = lock.read_text("utf-8", "replace") if lock.exists() else ""
    names = (name.removesuffix(".dist-info").rpartition("-") for name in reversed(installed()))
    here = {canonicalize_name(name): version for name, _, version in names}
    found = []
    for listed in PINNED.finditer(text):
        wanted, have = listed["version"], here.get(canonicalize_name(listed["name"]))
        if listed["marker"] and not Marker(listed["marker"]).evaluate():
            continue
        if have is None or Version(have) != Version(wanted):
            found.append(f"{listed['name']} {wanted} (here: {have or 'none'})")
    if not found:
        return []
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    return [
        f"{LOCK}: not installed as listed: {', '.join(found[:3])}{more}. That may be why. Install "
        f"it: make, or python -m pip install --require-hashes -r {LOCK}"
    ]
