"""Brings the dictionaries of the spelling tests into .cache/dictionaries/: 47 MB to fetch, once.

Usage: python -m tools.dictionaries
"""

import sys
from pathlib import Path

from tools.download import members

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "tests" / "site" / "dictionaries.txt"
FOLDER = ROOT / ".cache" / "dictionaries"
NAMES = {"en": "en_GB", "pt-BR": "pt_BR"}  # by the pages' language
FILES = {f"{name}{end}" for name in NAMES.values() for end in (".aff", ".dic")}


def missing() -> set[str]:
    return {name for name in FILES if not (FOLDER / name).exists()}


def bring() -> str:
    """Download and unpack what is missing; gives what went wrong, if something did."""
    if not missing():
        return ""
    print("Bringing the dictionaries that the tests check spelling with: 47 MB, once", flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        for path, content in members(REQUIREMENTS):
            if (name := Path(path).name) in FILES:
                (FOLDER / name).write_bytes(content)
    except OSError as error:
        return f"{error}. The tests leave spelling out; make dictionaries tries again"
    gone = ", ".join(sorted(missing()))
    return gone and f"{gone}: not in what {REQUIREMENTS.relative_to(ROOT)} names. Name another"


if __name__ == "__main__":
    if problem := bring():
        sys.exit(f"Dictionaries: {problem}")
