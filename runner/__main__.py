"""`python -m runner`: check the snippets against their records, or record them anew."""

import sys
from pathlib import Path

from . import check
from .command import command
from .pool import Say


def _snippets(paths: list[Path], record: bool, again: bool, say: Say) -> str:
    return str(check(Path.cwd(), paths, record=record, again=again, say=say))


if __name__ == "__main__":
    what = "snippets or folders (default: all)"
    sys.exit(command("runner", __doc__, what, Path, _snippets))
