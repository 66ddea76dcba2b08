"""What is said of each fault, word for word: a record in `told/`, to be read like a page.

A message that is meant to change is recorded anew, and its change read in the diff:
RECORD_MESSAGES=1 make test ARGS="-n0 tests/faults"
"""

import os
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).with_name("told")
SECTION = re.compile(r"^## (.+)\n\n((?:.*\n)*?)(?=\n## |\Z)", re.M)
PYTHON = (3, 11)  # of which Python's own words are recorded
OF_PYTHON = {"a byte of nothing", "an exception in a library", "no end of calls"}
ELSEWHERE = [  # what is another on each machine, or in each run
    (r"(?s)(Traceback \(most recent call last\):\n).*", r"\1  …\n"),
    (r"Thread-\d+", "Thread-N"),
    (r"\.site-\d+", ".site-N"),
    (r"x{99,}", "x…"),
]


def is_as_recorded(module: str, name: str, message: str, project: Path) -> None:
    """Fails unless `message` is what `told/<module>.txt` holds of the fault `name`."""
    if os.name != "posix" or (name in OF_PYTHON and sys.version_info[:2] != PYTHON):
        return
    for path, word in ((project, "PROJECT"), (Path.home(), "HOME"), (sys.executable, "PYTHON")):
        message = message.replace(str(path), word)
    for pattern, word in ELSEWHERE:
        message = re.sub(pattern, word, message)
    message = re.sub(r"[ \t]+$", "", message, flags=re.M).strip() + "\n"
    path = FOLDER / f"{module}.txt"
    recorded = sections(path)
    if os.environ.get("RECORD_MESSAGES"):
        recorded[name] = message
        text = "\n".join(f"## {one}\n\n{said}" for one, said in sorted(recorded.items()))
        path.write_text(text, encoding="utf-8", newline="\n")
    assert message == recorded.get(name), f"tests/faults/told/{module}.txt: {__doc__}"


def sections(path: Path) -> dict[str, str]:
    """Of each fault, what is recorded."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return dict(SECTION.findall(text))
