"""Packs the editor of blocks, CodeMirror with its Python mode, into one script for the site.

Usage: python -m tools.editor    (needs npm; writes theme/assets/run/codemirror.min.js)

The script is committed, so that the site is built without npm. `inpage/editor/` says what goes into
it: what it takes of which packages, their versions and hashes. Same recipe, same script.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from runner import RunnerError
from runner.telling import ended, indented

ROOT = Path(__file__).resolve().parents[1]
RECIPE = ROOT / "inpage" / "editor"
PACKED = ROOT / "theme" / "assets" / "run" / "codemirror.min.js"
PACKAGE = re.compile(r"node_modules/((?:@[\w-]+/)?[\w-]+)/")
OPTIONS = ("--bundle", "--format=esm", "--minify", "--target=es2022", "--metafile=parts.json")


def digest(recipe: Path = RECIPE) -> str:
    """SHA-256 of all that decides what comes out."""
    files = (path.read_text("utf-8") for path in sorted(recipe.iterdir()))
    return hashlib.sha256("\0".join([*files, *OPTIONS]).encode()).hexdigest()


def packed(recipe: Path = RECIPE) -> str:
    """The script: a remark with its recipe's digest, versions and licences, and minified code.

    Raises RunnerError, with what npm says, if it cannot bring the packages.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "editor")
        shutil.copytree(recipe, folder)
        npm = shutil.which("npm")  # on Windows npm.cmd
        if npm is None:
            raise RunnerError("no npm here: install Node.js, then make editor")
        _run(folder, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        _run(folder, npm, "exec", "--", "esbuild", "codemirror.js", *OPTIONS, "--outfile=packed.js")
        code = (folder / "packed.js").read_text("utf-8")
        parts = json.loads((folder / "parts.json").read_text("utf-8"))["outputs"]["packed.js"]
        return f"/*! {_remark(folder, parts['inputs'], digest(recipe))}*/\n{code}"


def _run(folder: Path, *command: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
    if done.returncode:
        text = "inpage/editor/: npm cannot pack it. Mend what it says, then make editor:"
        raise RunnerError(f"{text}\n{indented(done.stderr + done.stdout)}")


def _remark(folder: Path, files: Iterable[str], recipe: str) -> str:
    """Whose code it is, and under which licence, as it has to say wherever it is copied."""
    names = {found[1] for path in files if (found := PACKAGE.match(path))}
    packages: dict[str, list[str]] = {}
    for name in sorted(names):
        package = folder / "node_modules" / name
        version = json.loads((package / "package.json").read_text("utf-8"))["version"]
        licence = (package / "LICENSE").read_text("utf-8").strip()
        packages.setdefault(licence, []).append(f"{name} {version}")
    parts = [f"{', '.join(those)}\n\n{licence}\n" for licence, those in packages.items()]
    return f"Packed by tools/editor.py, recipe {recipe}\n\n" + "\n".join(parts)


def main() -> int:
    PACKED.write_text(packed(), encoding="utf-8", newline="\n")
    print(f"{PACKED.relative_to(ROOT)}: {PACKED.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(ended(main, "the script is as it was"))
