"""The score of a run, and the file that keeps it for the page on how the site is verified."""

import datetime
import platform
from dataclasses import dataclass, field
from pathlib import Path

from runner import write_whole

RECORD = "mutation.txt"


@dataclass
class Score:
    """What became of the mutants of one part."""

    part: str
    all: int  # that mutmut's operators give
    drawn: int
    killed: int = 0
    equivalent: int = 0
    survivors: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def tried(self) -> int:
        return self.killed + self.equivalent + len(self.survivors)

    @property
    def percent(self) -> float:
        """Of those that change what anybody could see."""
        return 100 * self.killed / max(1, self.tried - self.equivalent)


def told(scores: list[Score]) -> str:
    """The scores as a table."""
    rows: list[tuple[str, ...]] = [
        ("", "mutants", "tried", "killed", "equivalent", "survived", "score")
    ]
    for s in scores:
        numbers = (s.all, s.tried, s.killed, s.equivalent, len(s.survivors))
        rows.append((s.part, *(f"{n:,}" for n in numbers), f"{s.percent:.1f} %"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip()
        for row in rows
    )


def write(root: Path, scores: list[Score], others: list[str], seed: int) -> None:
    """Keep them in bench/mutation.txt, with the names of the parts that were not drawn from."""
    today = datetime.date.today().isoformat()
    partly = any(score.tried < score.all for score in scores)
    drawn = f"drawn at random with seed {seed}" if partly else "all of them"
    lines = [told(scores), "", f"{today}, Python {platform.python_version()}; {drawn}"]
    lines += [f"not drawn from: {', '.join(others)}"] if others else []
    text = "\n".join(lines) + "\n"
    write_whole(root, root / "bench" / RECORD, text)
