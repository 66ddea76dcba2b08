"""What became of each mutant so far: `tried.txt`, which goes with the project.

A line a file: its name, the hash of all that its mutants are drawn from, and a letter for each of
them in the order of the draw, as in `512k 1s 30.`: killed, survived, not tried. The line of a file
that has changed counts no more. Who only has this file need not try them all again.
"""

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from runner import RunnerError, write_whole

from .mutants import HERE, Mutant, digest

PATH = HERE / "tried.txt"
KILLED, SURVIVED, UNTRIED = "ks."


class Tried:
    """Of the mutants `found`, by file, as `drawn` gives them."""

    def __init__(self, root: Path, found: dict[str, list[Mutant]], path: Path = PATH):
        self.root, self.found, self.path = root, found, path
        self.digests = {name: digest(root / name) for name in found}
        self.letters: dict[Mutant, str] = {}
        for name, (hashed, letters) in self._lines().items():
            if hashed == self.digests.get(name):
                if len(letters) != len(found[name]):
                    raise self._damaged(name)
                self.letters |= dict(zip(found[name], letters, strict=True))

    def of(self, mutant: Mutant) -> str:
        return self.letters.get(mutant, UNTRIED)

    def write(self, killed: Iterable[Mutant], survived: Iterable[Mutant]) -> None:
        """Note these too, beside what another process has noted meanwhile."""
        self.letters |= Tried(self.root, self.found, self.path).letters
        self.letters |= dict.fromkeys(survived, SURVIVED) | dict.fromkeys(killed, KILLED)
        lines = {name: line for name, line in self._lines().items() if (self.root / name).exists()}
        for name, mutants in self.found.items():
            lines[name] = self.digests[name], "".join(map(self.of, mutants))
        rows = [
            f"{name} {hashed} {_short(letters)}"
            for name, (hashed, letters) in sorted(lines.items())
            if set(letters) - {UNTRIED}
        ]
        write_whole(self.root, self.path, "\n".join(rows) + "\n")

    def _lines(self) -> dict[str, tuple[str, str]]:
        text = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
        lines = {}
        for line in text.splitlines():
            if not re.fullmatch(r"\S+ [0-9a-f]{16}( \d+[ks.])+", line):
                raise self._damaged(line.partition(" ")[0])
            name, hashed, *runs = line.split()
            lines[name] = hashed, "".join(int(run[:-1]) * run[-1] for run in runs)
        return lines

    def _damaged(self, name: str) -> RunnerError:
        text = f"{self.path.name}: the line of {name} is damaged."
        return RunnerError(f"{text} Take it out: the file is tried again then.")


def _short(letters: str) -> str:
    return " ".join(f"{len(list(run))}{letter}" for letter, run in groupby(letters))
