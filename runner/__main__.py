"""`python -m runner`: check the snippets against their records, or record them anew."""

import argparse
import io
import sys
from pathlib import Path

from . import RunnerError, check


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 if every output is its record, 1 if not, 130 if interrupted."""
    parser = argparse.ArgumentParser(prog="python -m runner", description=__doc__)
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="compare only (the default)")
    mode.add_argument("--record", action="store_true", help="write the records that changed")
    parser.add_argument("--again", action="store_true", help="run even what has not changed")
    parser.add_argument("paths", nargs="*", type=Path, help="snippets or folders (default: all)")
    chosen = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a console that lacks a character still shows
        sys.stdout.reconfigure(errors="backslashreplace")

    def say(text: str) -> None:
        print(text, flush=True)

    try:
        done = check(Path.cwd(), chosen.paths, record=chosen.record, again=chosen.again, say=say)
    except RunnerError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted; every record is as it was or whole", file=sys.stderr)
        return 130
    say(str(done))
    return 0


if __name__ == "__main__":
    sys.exit(main())
