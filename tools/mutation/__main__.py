"""Plants faults in the code, one at a time, and counts those that a record or a test finds.

Usage: python -m tools.mutation [PART ...] [--sample 200] [--seed 0] [--only TEXT]
                                [--share 1/2] [--again] [--write]

PART: numpy (the snippets on NumPy alone), snippets (the others), converter, runner (default: all).
Without --sample every mutant is tried, which takes many hours. It can be stopped at any time and
goes on where it was; a mutant that survived is tried again. On two cores start it twice, with
--share 1/2 and --share 2/2, and once more without to count them all. --write puts the scores into
bench/mutation.txt, which keeps those of the other parts, and what became of each mutant into
tools/mutation/tried.txt; what has been killed is not tried again while its file is the same, but
with --again.
"""

import argparse
import os
import re
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

from runner.telling import ended

from .equivalence import listed, of_a_kind
from .judges import PARTS
from .mutants import Kept, Mutant, drawn, sample
from .score import Change, Score, told, write
from .tried import KILLED, SURVIVED, UNTRIED, Tried

Answer = tuple[Mutant, str]  # and what killed it; empty if nothing has
ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 if every mutant that was tried is killed or equivalent, 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description=__doc__)
    parser.add_argument("parts", nargs="*", help=", ".join(PARTS))
    parser.add_argument("--sample", type=int, default=0, help="of each part; 0: all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="files whose name holds this")
    parser.add_argument("--share", default="1/1", help="2/4: the second of four like parts")
    parser.add_argument("--minutes", type=float, default=1e9, help="for each part, then stop")
    parser.add_argument("--again", action="store_true", help="also what was killed before")
    parser.add_argument("--write", action="store_true", help="keep the score in bench/")
    chosen = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to end what it has started
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"no part {sorted(unknown)[0]}; there are {', '.join(PARTS)}")
    if not re.fullmatch(r"[1-9]\d*/[1-9]\d*", chosen.share) or Fraction(chosen.share) > 1:
        parser.error(f"--share {chosen.share}: such as 2/4, the second of four like parts")
    if not hasattr(os, "fork"):
        parser.error("it copies processes, which Windows cannot: run it on Linux or in WSL")
    return ended(lambda: _done(chosen), "the same command goes on from here")


def _done(chosen: argparse.Namespace) -> int:
    scores = [_tried(part, chosen) for part in chosen.parts or PARTS]
    print(told(scores))
    if chosen.write:
        write(ROOT, scores, chosen.seed)
    return 1 if any(score.survivors for score in scores) else 0


def _tried(part: str, chosen: argparse.Namespace) -> Score:
    judge = PARTS[part](ROOT)
    try:
        files = [path for path in judge.files if chosen.only in path.as_posix()]
        found = drawn(ROOT, files)
        which, of = map(int, chosen.share.split("/"))
        picked = sample(found, chosen.sample, chosen.seed)[which - 1 :: of]
        kept, tried = Kept(ROOT), Tried(ROOT, found)
        sources = {name: (ROOT / name).read_text(encoding="utf-8") for name in found}
        score = Score(part, sum(map(len, found.values())), len(picked))
        todo = []
        for mutant in picked:
            source = sources[mutant.file]
            before = UNTRIED if chosen.again else tried.of(mutant)
            why = listed(mutant, source) or (before == SURVIVED and of_a_kind(mutant, source))
            if why:
                score.equivalents.append((why, _told(mutant, source)))
            elif before == KILLED or (kept.by(mutant) and not chosen.again):
                score.killed += 1
            else:
                todo.append(mutant)
        print(f"{part}: {score.all} mutants, {score.drawn} drawn, {len(todo)} to try", flush=True)
        alive: list[Mutant] = []
        try:
            for mutant, by in _timed(judge.judge(todo), len(todo), 60 * chosen.minutes):
                if by:
                    kept.keep(mutant, by)
                    score.killed += 1
                else:
                    alive.append(mutant)
        except KeyboardInterrupt:
            print("stopped; the same command goes on from here", flush=True)
        if chosen.write:
            tried.write(killed=filter(kept.by, picked), survived=alive)
        for mutant in alive:
            change = _told(mutant, sources[mutant.file])
            if why := of_a_kind(mutant, sources[mutant.file]):
                score.equivalents.append((why, change))
            else:
                score.survivors.append(change)
    finally:
        judge.close()
    return score


def _told(mutant: Mutant, source: str) -> Change:
    return f"{mutant.file}:{mutant.line(source)}", *mutant.change(source)


def _timed(judged: Iterable[Answer], number: int, seconds: float) -> Iterator[Answer]:
    """So long, saying each minute how far it is."""
    started = said = time.monotonic()
    killed = 0
    for judged_so_far, (mutant, by) in enumerate(judged, 1):
        killed += bool(by)
        yield mutant, by
        now = time.monotonic()
        if now > said + 60:
            said = now
            print(f"{judged_so_far:,} of {number:,} judged, {killed:,} killed", flush=True)
        if now > started + seconds:
            return


if __name__ == "__main__":
    sys.exit(main())
