"""How long one who writes waits under `mkdocs serve`: from saving a file to seeing it served."""

import contextlib
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

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
    with _served(project, environment) as address:
        return {
            what: statistics.median(_edits(project / file, address + page, line, repeats))
            for what, (file, page, line) in EDITS.items()
        }


@contextlib.contextmanager
def _served(project: Path, environment: dict[str, str]) -> Iterator[str]:
    """The address of the project under `mkdocs serve`, once it has come to rest."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
        cwd=project,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}/"
        _wait(address, "<html")
        time.sleep(5 * QUIET)  # a reader reads first; what snippets need is imported meanwhile
        yield address
    finally:
        process.terminate()
        process.wait()


def _edits(file: Path, address: str, line: str, repeats: int) -> Iterator[float]:
    text = file.read_text(encoding="utf-8")
    for number in range(repeats):
        mark = f"{number}-{os.getpid()}"
        file.write_text(text + line.format(mark), encoding="utf-8")
        yield _wait(address, f"Edit {mark}")
        time.sleep(QUIET)
    file.write_text(text, encoding="utf-8")
    time.sleep(QUIET)


def _wait(address: str, text: str) -> float:
    started = time.perf_counter()
    while time.perf_counter() < started + PATIENCE:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            if text in urllib.request.urlopen(address, timeout=PATIENCE).read().decode():
                return time.perf_counter() - started
        time.sleep(0.02)
    raise TimeoutError(f"{text!r} is not at {address} after {PATIENCE} s")
