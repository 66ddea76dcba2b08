"""Mutants: drawn by mutmut's operators in an environment of its own, sampled, kept."""

import hashlib
import json
import re
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from runner import RunnerError, install
from runner.packages import Packages
from runner.telling import indented

HERE = Path(__file__).parent
FOLDER = Path(".cache") / "mutation"


@dataclass(frozen=True)
class Mutant:
    """One change of one file: at character `at`, `new` instead of `old`."""

    file: str
    at: int
    old: str
    new: str

    def hashed(self, seed: int) -> str:
        return hashlib.sha256(json.dumps([seed, *asdict(self).values()]).encode()).hexdigest()

    def applied(self, source: str) -> str:
        assert source.startswith(self.old, self.at), self
        return source[: self.at] + self.new + source[self.at + len(self.old) :]

    def line(self, source: str) -> int:
        return source.count("\n", 0, self.at) + 1

    def change(self, source: str) -> tuple[str, str]:
        """The lines it changes, as they are and as it makes them, each without its indentation."""
        end = source.find("\n", self.at + len(self.old))
        start, end = source.rfind("\n", 0, self.at) + 1, len(source) if end < 0 else end
        whole = source[start:end]
        other = source[start : self.at] + self.new + source[self.at + len(self.old) : end]
        return _plain(whole), _plain(other)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def digest(path: Path) -> str:
    """Of all that the mutants of a file depend on: the file, and what draws them."""
    of = (HERE / "requirements.txt", HERE / "draw.py", path)
    text = "".join(one.read_text(encoding="utf-8") for one in of)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def drawn(root: Path, files: Iterable[Path]) -> dict[str, list[Mutant]]:
    """All mutants of `files`, by file; those of a file that has not changed are remembered."""
    packages = Packages(root, HERE / "requirements.txt")
    found: dict[str, list[Mutant]] = {}
    new = {}
    for path in files:
        kept = root / FOLDER / "drawn" / f"{digest(path)}.json"
        name = path.relative_to(root).as_posix()
        if kept.exists():
            found[name] = [Mutant(name, *one) for one in json.loads(kept.read_text("utf-8"))]
        else:
            new[name] = kept
    if new:
        install.make(packages, print)
        command = [str(packages.python), str(HERE / "draw.py"), *new]
        done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8")
        if done.returncode:
            text = f"tools/mutation/draw.py: no mutants of {', '.join(new)}. Mend what it says:"
            raise RunnerError(f"{text}\n{indented(done.stderr)}")
        for line in done.stdout.splitlines():
            mutant = Mutant(**json.loads(line))
            found.setdefault(mutant.file, []).append(mutant)
        for name, kept in new.items():
            found.setdefault(name, [])
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps([[m.at, m.old, m.new] for m in found[name]]), "utf-8")
    return dict(sorted(found.items()))


def sample(found: dict[str, list[Mutant]], number: int, seed: int) -> list[Mutant]:
    """So many of them, each as likely; all in their order if `number` is 0.

    Those of the smallest hashes: an edit of one file leaves the draw of the others as it is.
    """
    every = [mutant for mutants in found.values() for mutant in mutants]
    return sorted(every, key=lambda mutant: mutant.hashed(seed))[:number] if number else every


class Kept:
    """What became of mutants, from run to run: `.cache/mutation/results.jsonl`.

    A killed mutant is not tried again while its file is the same. One that survived is: the tests
    may have changed.
    """

    def __init__(self, root: Path):
        self.root = root
        self.path = root / FOLDER / "results.jsonl"
        self.hashes: dict[str, str] = {}  # of files, as they were when first asked about
        self.killed: dict[tuple[str, Mutant], str] = {}
        if self.path.exists():
            for line in self.path.read_text(encoding="utf-8").splitlines():
                one = json.loads(line)
                key = one["of"], Mutant(one["file"], one["at"], one["old"], one["new"])
                self.killed[key] = one["by"]

    def by(self, mutant: Mutant) -> str | None:
        """What has killed it; None if nothing has yet."""
        return self.killed.get((self._of(mutant), mutant))

    def keep(self, mutant: Mutant, by: str) -> None:
        of = self._of(mutant)
        self.killed[of, mutant] = by
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"of": of, **asdict(mutant), "by": by}) + "\n")

    def _of(self, mutant: Mutant) -> str:
        if mutant.file not in self.hashes:
            data = (self.root / mutant.file).read_bytes()
            self.hashes[mutant.file] = hashlib.sha256(data).hexdigest()[:16]
        return self.hashes[mutant.file]
