"""Makes the environment that a topic's lock file asks for: once, whole or not at all."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from .packages import ENVIRONMENTS, Packages, topics
from .telling import RunnerError, indented

SHOWN = 8  # lines of what pip says as it fails


def make(packages: Packages, say: Callable[[str], None]) -> None:
    """Make the environment of `packages`, unless it is there.

    It is made beside its place and renamed, so that an interruption leaves no half one. A second
    process that wants the same waits for the first. Raises RunnerError if packages cannot be had.
    """
    if packages.ready:
        return
    packages.folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(packages.folder.with_suffix(".lock")):
        if packages.ready:
            return
        part = packages.folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)  # of one that was killed
        say(f"installing what {packages.name} lists: it may take minutes, once")
        try:
            _install(packages, part)
            shutil.rmtree(packages.folder, ignore_errors=True)  # if its Python is gone
            part.rename(packages.folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _install(packages: Packages, part: Path) -> None:
    _run([sys.executable, "-m", "venv", "--without-pip", str(part)], packages)
    python = part / packages.python.relative_to(packages.folder)
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    asked = ["--require-hashes", "--only-binary=:all:", "--quiet", "-r", str(packages.lock)]
    _run([*pip, "install", *asked], packages)


def _run(command: list[str], packages: Packages) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        command, env=kept, capture_output=True, encoding="utf-8", errors="replace"
    )
    if done.returncode:
        lines = (done.stderr + done.stdout).strip().splitlines()
        errors = [line for line in lines if line.startswith("ERROR")] or lines
        said = indented("\n".join(errors[-SHOWN:]))
        again = missing([packages.lock.parent.name])
        raise RunnerError(
            f"{packages.name}: its packages could not be installed. pip says why; mend that, or "
            f"the lock file (make lock), then: {again}\n{said}"
        )


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until no other process is in here; the system frees it if one dies."""
    from filelock import FileLock  # the environments made here have no need of it

    with FileLock(lock):
        yield


def unwanted(root: Path) -> list[Path]:
    """Environments that no topic's lock file asks for, or none that this Python would use."""
    wanted = {packages.folder for packages in topics(root).values()}
    every = sorted((root / ENVIRONMENTS).glob("*"))
    return [path for path in every if path.is_dir() and not path.suffix and path not in wanted]


def missing(names: Iterable[str]) -> str:
    """The command that makes the environments of the topics `names`."""
    return f"python -m runner.environments --make {' '.join(sorted(names))}"
