"""What a mutant of a snippet need not do: go on once it is found out, train what was trained."""

import re
from pathlib import Path

from .mutants import HERE

STOPPING = """
import os, sys
say = sys.stdout.write
def write(text):
    global left
    number = say(text)
    if not left.startswith(text):
        sys.stdout.flush()
        os._exit(1)
    left = left[len(text):]
    return number
sys.stdout.write = write
"""

TAKING_OVER = f"""
{(HERE / "training.py").read_text(encoding="utf-8")}
keras.Model.fit = once(keras.Model.fit, Path(folder))
"""


def stopping(source: str, record: str) -> str:
    """`source`, its lines where they were, which ends once what it prints begins no `record`."""
    return f"exec({STOPPING!r}, {{'left': {record!r}}}); {source}"


def trained(source: str, folder: Path) -> str:
    """`source`, its lines where they were, which takes over from `folder` what was trained."""
    if not re.search(r"^(import|from) keras\b", source, re.MULTILINE) or ".fit(" not in source:
        return source
    if "os.environ" in source:  # it chooses how Keras is imported
        return source
    return f"exec({TAKING_OVER!r}, {{'folder': {str(folder)!r}}}); {source}"
