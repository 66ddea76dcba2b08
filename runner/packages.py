"""The packages that snippets run on: the project's own, or those of their topic's lock file."""

import hashlib
import os
import platform
import re
import sys
import sysconfig
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import distributions
from pathlib import Path

from . import environment
from .environment import CACHE, LOCK
from .snippet import FOLDER, Snippet
from .telling import RunnerError, decoded

CHOSEN = "requirements.in"
ENVIRONMENTS = Path(CACHE) / "environments"
DIRECT = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", re.MULTILINE)
SHARED = re.compile(r"-r\s+(\S+)")
BACKENDS = ("tensorflow", "torch", "jax")  # of Keras; their packages begin like this


@dataclass(frozen=True)
class Packages:
    """What the lock file `lock` lists: for the project's own, this Python; else an environment."""

    root: Path
    lock: Path

    @property
    def own(self) -> bool:
        return self.lock.parent == self.root

    @property
    def name(self) -> str:
        """The lock file as a person would type it."""
        return self.lock.relative_to(self.root).as_posix()

    @cached_property
    def text(self) -> str:
        """What it lists, however its lines end; raises RunnerError if that is no text."""
        if not self.lock.exists():
            return "no lock file"
        return decoded(self.lock.read_bytes(), self.name).replace("\r\n", "\n")

    @cached_property
    def folder(self) -> Path:
        """Where the environment is, or would be: another one for another Python."""
        made_by = (self.text, sys.version, sys.base_prefix, platform.machine())
        digest = hashlib.sha256(repr(made_by).encode()).hexdigest()
        return self.root / ENVIRONMENTS / digest[:16]

    @property
    def python(self) -> Path:
        name = "python.exe" if sys.platform == "win32" else "python"
        return Path(sys.executable) if self.own else Path(self._path("scripts")) / name

    @property
    def ready(self) -> bool:
        """True if snippets can run on them now."""
        return self.own or self.python.exists()

    @property
    def site(self) -> Path:
        return Path(self._path("purelib"))

    def _path(self, which: str) -> str:
        if self.own:
            return sysconfig.get_path(which)
        base = {"base": str(self.folder), "platbase": str(self.folder)}
        return sysconfig.get_path(which, "venv", vars=base)

    @property
    def backend(self) -> str:
        """What Keras computes with there: TensorFlow if they have it, as Keras itself does."""
        names = re.findall(r"^([A-Za-z0-9_-]+)", self.text, re.MULTILINE)
        found = (b for b in BACKENDS if any(name.startswith(b) for name in names))
        return "tensorflow" if self.own else next(found, "tensorflow")

    def variables(self) -> dict[str, str]:
        """Environment variables for a process that executes snippets on them."""
        found = environment.child_environment(self.root) | {"KERAS_BACKEND": self.backend}
        if self.backend == "tensorflow":
            return found
        return {name: value for name, value in found.items() if not name.startswith("TF_")}

    def fingerprint(self) -> str:
        """SHA-256 of all that can change an output but the snippets themselves."""
        if self.own:
            return environment.environment_fingerprint(self.root)
        installed = environment.installed_in([str(self.site)])
        return environment.fingerprint(self.variables(), self.text.encode(), installed)

    def digest(self) -> str:
        """Of the lock file, wherever and on whatever system it was checked out."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    def versions(self) -> dict[str, str]:
        """Versions of what requirements.in chooses, as they are installed."""
        chosen = self.lock.with_name(CHOSEN)
        names = DIRECT.findall(chosen.read_text("utf-8", "replace")) if chosen.exists() else []
        where = list(sys.path) if self.own else [str(self.site)]
        there = {_plain(d.name): d.version for d in distributions(path=where)}
        return {name: there[_plain(name)] for name in names if _plain(name) in there}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def folder_of(snippet: Snippet) -> Path:
    """The folder of the snippet's topic: `snippets/<topic>`."""
    topic = snippet.path.relative_to(snippet.root / FOLDER).parts[0]
    return snippet.root / FOLDER / topic


def of_folder(root: Path, folder: Path) -> Packages:
    """The packages of the topic in `folder`; raises RunnerError if its lock file is amiss.

    A lock file of one line, `-r ../pytorch/requirements.txt`, takes another topic's.
    """
    own = Packages(root, root / LOCK)
    lock = folder / LOCK
    if not lock.exists():
        if (folder / CHOSEN).exists():
            name = (folder / CHOSEN).relative_to(root).as_posix()
            raise RunnerError(f"{name}: there is no lock file beside it; run make lock")
        return own
    name = lock.relative_to(root).as_posix()
    lines = (line.partition(" #")[0].strip() for line in Packages(root, lock).text.splitlines())
    wanted = [line for line in lines if line and not line.startswith("#")]
    shared = [SHARED.fullmatch(line) for line in wanted]
    if len(shared) == 1 and shared[0]:
        target = Path(os.path.normpath(folder / shared[0][1]))
        if not target.is_file() or target.parent.parent != root / FOLDER or target == lock:
            raise RunnerError(
                f"{name}: names {shared[0][1]}, which is no other topic's lock file. Name one, as "
                "`-r ../pytorch/requirements.txt` does, or make lock"
            )
        return of_folder(root, target.parent)
    if not (folder / CHOSEN).exists():
        raise RunnerError(
            f"{name}: there is no {CHOSEN} beside it. Say there which packages, each with its "
            "reason, and run make lock"
        )
    if wanted and "--hash=" not in "".join(wanted):
        raise RunnerError(f"{name}: not locked with hashes; run make lock")
    return Packages(root, lock)


def topics(root: Path, names: list[str] | None = None) -> dict[str, Packages]:
    """The topics that have packages of their own (of `names`), by name."""
    found = {}
    for lock in sorted((root / FOLDER).glob(f"*/{LOCK}")):
        if not names or lock.parent.name in names:
            found[lock.parent.name] = of_folder(root, lock.parent)
    if unknown := sorted(set(names or ()) - found.keys()):
        raise RunnerError(
            f"{FOLDER}/{unknown[0]}: no topic with a {LOCK} of its own. Those that have one: "
            "python -m runner.environments"
        )
    return found
