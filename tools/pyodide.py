"""Brings Pyodide's files into .cache/pyodide/, so that blocks on the pages can run: 77 MB, once.

Usage: python -m tools.pyodide
"""

import hashlib
import sys
from pathlib import Path

from hooks.inpage.files import FOLDER, LOCK, hashes, is_here, kept
from tools.download import members

ROOT = Path(__file__).resolve().parents[1]


def bring(project: Path = ROOT) -> str:
    """Download and unpack what is missing; gives what went wrong, if something did."""
    if is_here(project):
        return ""
    wanted, folder = hashes(project), kept(project)
    print("Bringing the Python that pages run blocks with: 77 MB, once", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for name, content in members(project / FOLDER / "requirements.txt"):
            file = Path(name).name
            if "/pyodide/" in name and file in wanted:
                if hashlib.sha256(content).hexdigest() != wanted[file]:
                    return (
                        f"{file} is not what inpage/core.json or inpage/{LOCK} names; "
                        "inpage/requirements.txt has to name their release"
                    )
                (folder / file).write_bytes(content)
    except OSError as error:
        return (
            f"{error}. The site is built all the same, without Run buttons; "
            "make pyodide tries again"
        )
    missing = ", ".join(name for name in wanted if not (folder / name).exists())
    return missing and (
        f"{missing}: not in what inpage/requirements.txt names; it has to name the release of "
        f"inpage/{LOCK}"
    )


if __name__ == "__main__":
    if problem := bring():
        sys.exit(f"Python for the pages: {problem}")
