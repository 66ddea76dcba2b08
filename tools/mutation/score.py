"""The score of a run, and the file that keeps it for the page on how the site is verified."""

import datetime
import platform
import re
from dataclasses import dataclass, field
from pathlib import Path

from runner import write_whole

RECORD = "mutation.txt"
Change = tuple[str, str, str]  # place, the line as it is, as the mutant has it
HEAD = ("part", "mutants", "tried", "killed", "equivalent", "survived", "score")


@dataclass
class Score:
    """What became of the mutants of one part."""

    part: str
    all: int  # that mutmut's operators give
    drawn: int
    killed: int = 0
    equivalents: list[tuple[str, Change]] = field(default_factory=list)  # why, and which
    survivors: list[Change] = field(default_factory=list)

    @property
    def equivalent(self) -> int:
        return len(self.equivalents)

    @property
    def tried(self) -> int:
        return self.killed + self.equivalent + len(self.survivors)

    @property
    def percent(self) -> float:
        """Of those that change what anybody could see."""
        return 100 * self.killed / max(1, self.tried - self.equivalent)


def told(scores: list[Score]) -> str:
    """Which are equivalent, and why; which survive; the scores as a table."""
    why: dict[str, list[Change]] = {}
    for score in scores:
        for reason, change in sorted(score.equivalents):
            why.setdefault(reason, []).append(change)
    lines = []
    for reason, changes in why.items():
        lines += [f"equivalent, {len(changes):,}: {reason}", *map(_change, changes)]
    for score in scores:
        lines += [f"survives:{_change(change)}" for change in sorted(score.survivors)]
    return "\n".join([*lines, _table([HEAD, *map(_row, scores)])])


def _change(change: Change) -> str:
    place, line, becomes = change
    return f"  {place}\n    - {line}\n    + {becomes}"


def write(root: Path, scores: list[Score], seed: int) -> None:
    """Put them into bench/mutation.txt, in the place of older ones of the same parts."""
    path = root / "bench" / RECORD
    lines = path.read_text(encoding="utf-8").splitlines()[1:] if path.exists() else []
    rows = {row[0]: row for row in map(_cells, filter(None, lines))}
    made = (str(seed), datetime.date.today().isoformat(), platform.python_version())
    rows |= {score.part: (*_row(score), *made) for score in scores}
    write_whole(root, path, _table([(*HEAD, "seed", "day", "Python"), *rows.values()]) + "\n")


def _row(score: Score) -> tuple[str, ...]:
    s = score
    numbers = (s.all, s.tried, s.killed, s.equivalent, len(s.survivors))
    return s.part, *(f"{n:,}" for n in numbers), f"{s.percent:.1f} %"


def _cells(line: str) -> tuple[str, ...]:
    return tuple(re.split(r"  +", line.strip()))


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip()
        for row in rows
    )
