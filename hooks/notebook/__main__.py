"""`python -m hooks.notebook`: check the notebooks against their records, or record them anew."""

import argparse
import sys
from pathlib import Path

from .check import NotebookError, check, find


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 if every output is its record, 1 if not, 130 if interrupted."""
    parser = argparse.ArgumentParser(prog="python -m hooks.notebook", description=__doc__)
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="compare only (the default)")
    mode.add_argument("--record", action="store_true", help="write the records that changed")
    parser.add_argument("--again", action="store_true", help="run even what has not changed")
    parser.add_argument("paths", nargs="*", type=Path, help="notebooks (default: all of docs/)")
    chosen = parser.parse_args(arguments)

    def say(text: str) -> None:
        print(text, flush=True)

    root = Path.cwd().resolve()
    notebooks = [path.resolve() for path in chosen.paths] or find(root / "docs")
    for path in notebooks:
        if path.suffix != ".py" or not path.is_file() or not path.is_relative_to(root):
            parser.error(f"{path}: no notebook of this project; name a .py file of docs/")
    try:
        done = check(root, notebooks, record=chosen.record, again=chosen.again, say=say)
    except NotebookError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted; every record is as it was or whole", file=sys.stderr)
        return 130
    say(f"{len(done)} notebooks hold what is recorded")
    return 0


if __name__ == "__main__":
    sys.exit(main())
