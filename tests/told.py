"""What is said of each fault, word for word: a record in a folder `told`, to be read like a page.

A message that is meant to change is recorded anew, and its change read in the diff:
RECORD_MESSAGES=1 make test ARGS="-n0 tests/faults tests/runner tests/converter"
"""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SECTION = re.compile(r"^## (.+)\n\n((?:.*\n)*?)(?=\n## |\Z)", re.M)
PYTHON = (3, 11)  # of which Python's own words are recorded
OF_PYTHON = {"a byte of nothing", "an exception in a library", "no end of calls"}
ELSEWHERE = [  # what is another on each machine, or in each run
    (r"(?s)(Traceback \(most recent call last\):\n).*", r"\1  …\n"),
    (r"Thread-\d+", "Thread-N"),
    (r"\S+/\.planted", "HOME/.planted"),
    (r"(a process running) \((?!a copy).+\)\. ", r"\1 (COMMAND). "),  # cut, if it is long
    (r"\.site-\d+", ".site-N"),
    (r"x{99,}", "x…"),
    (r"\bkeras_tensor_\d+", "keras_tensor"),  # Keras counts them
]


def is_as_recorded(test: str, name: str, message: str, project: Path = ROOT) -> None:
    """Fails unless `message` is what is recorded of the fault `name`, planted in `project`.

    test: the file of the test; the record of `test_pages.py` is `told/pages.txt` beside it.
    """
    if os.name != "posix" or (name in OF_PYTHON and sys.version_info[:2] != PYTHON):
        return
    message = message.replace(str(project), "PROJECT")
    for pattern, word in ELSEWHERE:
        message = re.sub(pattern, word, message)
    message = re.sub(r"[ \t]+$", "", message, flags=re.M).strip() + "\n"
    path = Path(test).parent / "told" / f"{Path(test).stem.removeprefix('test_')}.txt"
    recorded = sections(path)
    if os.environ.get("RECORD_MESSAGES"):
        recorded[name] = message
        text = "\n".join(f"## {one}\n\n{said}" for one, said in sorted(recorded.items()))
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert message == recorded.get(name), f"{path.relative_to(ROOT)}: {__doc__}"


def sections(path: Path) -> dict[str, str]:
    """Of each fault, what is recorded."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return dict(SECTION.findall(text))
