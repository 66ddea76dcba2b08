"""The command that checks, or records anew; the notebook's too."""

import argparse
import io
import sys
from collections.abc import Callable
from pathlib import Path

from .pool import Say
from .telling import ended

Check = Callable[[list[Path], bool, bool, Say], str]  # of paths, record, again, say


def command(
    module: str, about: str | None, what: str, kind: Callable[[str], Path], check: Check
) -> int:
    """Exit code: 0 if every output is its record, 1 if not, 2 if misused, 130 if interrupted.

    what: the paths that it takes. kind: makes a path of an argument, or says what is wrong with it.
    """
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=about)
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="compare only (the default)")
    mode.add_argument("--record", action="store_true", help="write the records that changed")
    parser.add_argument("--again", action="store_true", help="run even what has not changed")
    parser.add_argument("paths", nargs="*", type=kind, help=what)
    chosen = parser.parse_args()
    if isinstance(sys.stdout, io.TextIOWrapper):  # a console that lacks a character still shows
        sys.stdout.reconfigure(errors="backslashreplace")

    def say(text: str) -> None:
        print(text, flush=True)

    def run() -> int:
        say(check(chosen.paths, chosen.record, chosen.again, say))
        return 0

    return ended(run, "every record is as it was or whole, and the same command goes on")
