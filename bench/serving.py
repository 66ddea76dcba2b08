"""How long one who writes waits under `mkdocs serve`: from saving a file to seeing it served."""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tools.served import Served

PATIENCE = 600  # seconds
QUIET = 4  # seconds after which what an edit has set off is over: a record is an edit too
EDITS = {  # what is edited: (the file, the page that shows it, a line for its end)
    "word": ("docs/en/recipes/softmax.md", "recipes/softmax/", "\nEdit {}\n"),
    "numpy": (
        "snippets/mapping/dense_to_conv.py",
        "lessons/mapping/",
        "\nprint('Edit {}')\n",
    ),
    "keras": ("snippets/softmax/right_axis.py", "recipes/softmax/", "\nprint('Edit {}')\n"),
}


def measure(project: Path, environment: dict[str, str], repeats: int) -> dict[str, float]:
    """Median seconds for each of EDITS; the files are as they were, but for their records."""
    with tempfile.TemporaryDirectory() as folder:
        console = Path(folder) / "console.txt"
        with Served(project, console, environment, PATIENCE) as served:
            time.sleep(5 * QUIET)  # a reader reads first; what snippets need is imported meanwhile
            return {
                what: statistics.median(_edits(served, project / file, page, line, repeats))
                for what, (file, page, line) in EDITS.items()
            }


def _edits(served: Served, file: Path, page: str, line: str, repeats: int) -> Iterator[float]:
    text = file.read_text(encoding="utf-8")
    for number in range(repeats):
        mark = f"{number}-{os.getpid()}"
        file.write_text(text + line.format(mark), encoding="utf-8")
        yield served.wait_until(lambda: f"Edit {mark}" in served.page(page), every=0.02)  # noqa: B023
        time.sleep(QUIET)
    file.write_text(text, encoding="utf-8")
    time.sleep(QUIET)
