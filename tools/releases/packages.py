"""A release to try: what is asked of the registry, and the environment that it gives.

What is not asked for is as in requirements.in, or older where the release needs that.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import distributions
from pathlib import Path

from runner import RunnerError
from runner.packages import Packages
from runner.telling import indented

WHERE = Path(".cache") / "releases"
SECTION = "# What the snippets run on\n"
CHOSEN = re.compile(r"^([\w.-]+)==([\w.]+) *(?:; *([^#]+?))? *(?:#.*)?$", re.MULTILINE)
TENSORFLOW = ("tensorflow", "tensorflow-cpu")  # one of them, by the machine
SHOWN = 6  # lines of what the installer says as it fails


class NotInstalled(Exception):
    """The release cannot be had here; the message is what the installer said."""


def chosen(root: Path) -> list[tuple[str, str, str]]:
    """(name, version, marker) of what requirements.in has the snippets run on."""
    text = (root / "requirements.in").read_text(encoding="utf-8")
    section = text.partition(SECTION)[2].partition("\n\n")[0]
    return CHOSEN.findall(section)


@dataclass(frozen=True)
class Release(Packages):
    """`asked`: a version for each of numpy, keras, tensorflow that is asked for; None: the newest.

    `interpreter`: the Python to run it on, as its version, "3.12", or its path.
    """

    asked: tuple[tuple[str, str | None], ...] = ()
    interpreter: str = field(default=f"{sys.version_info[0]}.{sys.version_info[1]}")

    @classmethod
    def of(cls, root: Path, asked: dict[str, str | None], interpreter: str = "") -> "Release":
        words = "-".join(f"{name}-{version or 'newest'}" for name, version in asked.items())
        lock = root / WHERE / words / "installed.txt"
        given = {"interpreter": interpreter} if interpreter else {}
        return cls(root, lock, tuple(asked.items()), **given)

    @cached_property
    def folder(self) -> Path:
        return self.lock.parent / "environment"

    @property
    def site(self) -> Path:
        return next(self.folder.glob("[Ll]ib/**/site-packages"))

    def requirements(self) -> list[str]:
        """What the installer is given, a line a package."""
        asked = dict(self.asked)
        lines = []
        for name, version, marker in chosen(self.root):
            plain = "tensorflow" if name in TENSORFLOW else name
            if plain in asked:
                rule = f"=={asked[plain]}" if asked[plain] else ""
            elif None in asked.values():
                rule = ""  # today's, as who installs today gets them
            else:
                rule = f"<={version}"
            lines.append(f"{name}{rule}" + (f" ; {marker}" if marker else ""))
        return lines

    def install(self, uv: str) -> None:
        """Make the environment anew; raises NotInstalled."""
        shutil.rmtree(self.lock.parent, ignore_errors=True)
        self.lock.parent.mkdir(parents=True)
        made = [uv, "venv", "--quiet", "--no-python-downloads"]
        asked = self.lock.with_name("asked.txt")
        asked.write_text("\n".join(self.requirements()) + "\n", encoding="utf-8")
        run([*made, "--python", self.interpreter, str(self.folder)])
        python = ["--python", str(self.python)]
        run([uv, "pip", "install", "--quiet", "--only-binary=:all:", *python, "-r", str(asked)])
        installed = run([uv, "pip", "freeze", *python])
        self.lock.write_text(installed, encoding="utf-8")  # last: it stands for a whole one

    def has(self) -> dict[str, str]:
        """Versions of NumPy, Keras, TensorFlow and Python, as installed."""
        found = distributions(path=[str(self.site)])
        there = {d.name.lower().replace("_", "-"): d.version for d in found}
        tensorflow = next(there[name] for name in reversed(TENSORFLOW) if name in there)
        python = re.search(
            r"^version(?:_info)? = ([\d.]+)",
            (self.folder / "pyvenv.cfg").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
        assert python
        return {
            "Keras": there["keras"],
            "TensorFlow": tensorflow,
            "NumPy": there["numpy"],
            "Python": python[1],
        }


def last_of_each_minor(name: str, first: str) -> list[str]:
    """Versions of a package that the registry has, the last of each minor, from `first` on."""
    command = [sys.executable, "-m", "pip", "index", "versions", name]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    if done.returncode:
        why = indented(done.stderr)
        raise RunnerError(f"{name}: pip cannot ask the package index. Is there a network?\n{why}")
    line = re.search(r"^Available versions: (.*)$", done.stdout, re.MULTILINE)
    every = line[1].split(", ") if line else []
    released = [v for v in every if re.fullmatch(r"\d+\.\d+\.\d+", v)]  # no candidates
    found: dict[tuple[int, int], str] = {}
    for version in released:  # newest first
        major, minor, _ = map(int, version.split("."))
        found.setdefault((major, minor), version)
    lowest = tuple(map(int, first.split(".")))
    return [version for minor, version in sorted(found.items()) if minor >= lowest]


def find_uv() -> str:
    """The command uv: `make releases` has brought it, or it is on the path; ends the program."""
    found = os.environ.get("UV") or shutil.which("uv")
    if not found:
        raise SystemExit("no uv here: make releases brings it, and make zensical")
    return found


def run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode:
        said = (done.stderr + done.stdout).strip().splitlines()
        raise NotInstalled("\n".join(said[-SHOWN:]))
    return done.stdout
