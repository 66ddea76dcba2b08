"""`python -m hooks.notebook`: check the notebooks against their records, or record them anew."""

import argparse
import sys
from pathlib import Path

from runner.command import command
from runner.pool import Say

from .check import check, find


def _notebook(argument: str) -> Path:
    path = Path(argument).resolve()
    if path.suffix != ".py" or not path.is_file() or not path.is_relative_to(Path.cwd().resolve()):
        text = f"{argument}: no notebook of this project; name a .py file of docs/"
        raise argparse.ArgumentTypeError(text)
    return path


def _notebooks(paths: list[Path], record: bool, again: bool, say: Say) -> str:
    root = Path.cwd().resolve()
    done = check(root, paths or find(root / "docs"), record=record, again=again, say=say)
    return f"{len(done)} notebooks hold what is recorded"


if __name__ == "__main__":
    what = "notebooks (default: all of docs/)"
    sys.exit(command("hooks.notebook", __doc__, what, _notebook, _notebooks))
