"""The surroundings a snippet runs in, the same for every reader, and their fingerprint."""

import hashlib
import os
import platform
import sys
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
LOCK = "requirements.txt"
CACHE = ".cache"

# Variables a reader may have set that change what a snippet prints; they enter the fingerprint.
PREFIXES = ("TF_", "XLA_", "JAX_", "TORCH", "PYTORCH_", "OMP_", "MKL_", "OPENBLAS_", "LC_")
NAMES = ("KERAS_BACKEND", "LANG", "RUNNER_FORK")


def can_fork() -> bool:
    """Apple's frameworks may not survive a fork. RUNNER_FORK=0: nor may something on this Linux."""
    return sys.platform == "linux" and os.environ.get("RUNNER_FORK") != "0"


def child_environment(root: Path) -> dict[str, str]:
    """Environment variables for a process that executes snippets or a notebook of `root`.

    The reader's own Keras and Matplotlib settings and PYTHON* variables are left out, so that a
    build depends on the project alone; the processor is used even where there is a GPU. TensorFlow
    turns oneDNN on for some processors only: here it is on unless the reader turns it off.
    """
    own = Path(root).resolve() / CACHE
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "KERAS_", "MPL", "MATPLOTLIB"))
    }
    return {
        "TF_ENABLE_ONEDNN_OPTS": "1",
        **kept,
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "KERAS_BACKEND": "tensorflow",
        "KERAS_HOME": str(own / "keras"),
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": str(own / "matplotlib"),
        "MATPLOTLIBRC": str(HERE / "matplotlibrc"),
        "CUDA_VISIBLE_DEVICES": "-1",
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def environment_fingerprint(root: Path) -> str:
    """SHA-256 of all that can change any output but the snippets themselves.

    That is: the lock file, the versions installed, Python, the platform, the environment variables
    that change results, and the runner's own sources.
    """
    root = Path(root).resolve()
    lock = root / LOCK
    text = lock.read_bytes() if lock.exists() else b"no lock file"
    return fingerprint(child_environment(root), text, installed())


def fingerprint(variables: dict[str, str], lock: bytes, installed: tuple[str, ...]) -> str:
    """The same for any lock file, with the names of what is installed from it."""
    digest = hashlib.sha256(lock)
    digest.update(repr((sys.version, sys.platform, platform.machine(), installed)).encode())
    for name, value in sorted(variables.items()):
        if name.startswith(PREFIXES) or name in NAMES:
            digest.update(f"{name}={value}\n".encode())
    for source in sorted(HERE.iterdir()):
        if source.is_file():
            digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()


@cache
def installed() -> tuple[str, ...]:
    """Names of the `.dist-info` folders: what is installed, whatever the lock file says."""
    return installed_in(sys.path)


def installed_in(folders: list[str]) -> tuple[str, ...]:
    return tuple(
        sorted(
            entry.name
            for folder in folders
            if folder and Path(folder).is_dir()
            for entry in os.scandir(folder)
            if entry.name.endswith(".dist-info")
        )
    )
