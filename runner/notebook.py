"""Executes a notebook as it executes snippets: clean process, empty folder, remembered by fingerprint."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .environment import CACHE, HERE, child_environment, environment_fingerprint

TIMEOUT = 300  # seconds for one cell; the first imports TensorFlow
TEMPLATE = "notebook.md.j2"


def executed(root: Path, path: Path, progress=None) -> Path:
    """Return a folder with `<stem>.ipynb` (outputs included) and `<stem>.md` of the notebook `path`.

    `path` is a jupytext percent file below `root`. It runs only if the notebook, or anything else
    that can change its output, is not what it was; `progress` is called with a line of text then.
    Raises ValueError with file, line and what happened if a cell fails or writes to stderr.
    """
    root, path = Path(root).resolve(), Path(path).resolve()
    name = path.relative_to(root).as_posix()
    digest = hashlib.sha256((environment_fingerprint(root) + name).encode() + path.read_bytes())
    kept = root / CACHE / "notebooks" / name
    folder = kept / digest.hexdigest()[:16]
    if folder.exists():
        return folder
    if progress:
        progress(f"executing {name}")
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept) as making:
        command = [sys.executable, "-m", f"{__package__}.notebook", str(path), name, making]
        child = subprocess.run(
            command, cwd=HERE.parent, env=_environment(root), capture_output=True, text=True
        )
        if child.returncode:
            raise ValueError(child.stdout.strip() or f"{name}: {child.stderr.strip()}")
        for stale in kept.iterdir():
            if stale != Path(making):
                shutil.rmtree(stale)
        shutil.copytree(making, folder)
    return folder


def _environment(root: Path) -> dict[str, str]:
    """Without the reader's own Jupyter and IPython settings, start-up files and kernels."""
    clean = {k: v for k, v in child_environment(root).items() if not k.startswith("JUPYTER")}
    return {**clean, "JUPYTER_NO_CONFIG": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


def _run(path: Path, name: str, folder: Path) -> None:
    """Execute `path` and write its two results to `folder`; the child process's part."""
    import jupytext
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError
