"""Brings Pyodide's files into .cache/pyodide/, so that blocks on the pages can run: 77 MB, once.

Usage: python -m tools.pyodide
"""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from hooks.inpage.files import FOLDER, LOCK, hashes, is_here, kept

ROOT = Path(__file__).resolve().parents[1]


def bring(project: Path = ROOT) -> str:
    """Download and unpack what is missing; gives what went wrong, if something did."""
    if is_here(project):
        return ""
    wanted, folder = hashes(project), kept(project)
    print("Bringing the Python that pages run blocks with: 77 MB, once", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        source = project / FOLDER / "requirements.txt"
        command = ["pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--require-hashes", "-r", str(source), "-d", temporary]
        if subprocess.run([sys.executable, "-m", *command]).returncode:
            return (
                "it could not be downloaded, pip says why. The site is built all the same, without "
                "Run buttons; make pyodide tries again"
            )
        (wheel,) = Path(temporary).glob("*.whl")
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                file = Path(name).name
                if "/pyodide/" in name and file in wanted:
                    content = packed.read(name)
                    if hashlib.sha256(content).hexdigest() != wanted[file]:
                        return f"{file} is not what inpage/core.json or {LOCK} names"
                    (folder / file).write_bytes(content)
    missing = [name for name in wanted if not (folder / name).exists()]
    return f"{', '.join(missing)} not in what inpage/requirements.txt names" if missing else ""


if __name__ == "__main__":
    if problem := bring():
        sys.exit(f"Python for the pages: {problem}")
