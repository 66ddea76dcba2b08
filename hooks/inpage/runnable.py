"""Which blocks run in a page, as `python -m tools.runnable --record` has found out.

The record names each snippet on a line, and after a tab why it does not run, if it does not.
"""

from pathlib import Path

from runner import write_whole
from runner.telling import table

RECORD = "inpage/runnable.txt"


def read(project: Path) -> dict[str, str]:
    """Why a block does not run, by its name; an empty text if it does."""
    path = project / RECORD
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    found = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {name: cause for name, _, cause in found}


def write(project: Path, causes: dict[str, str]) -> None:
    head = "# Written by `python -m tools.runnable --record`: each snippet, and why it cannot run\n"
    lines = [f"{name}\t{cause}".rstrip() for name, cause in sorted(causes.items())]
    (project / RECORD).write_text(head + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def causes(project: Path, docs: Path) -> dict[str, str]:
    """Why each block does not run, in the words that `causes.toml` of the pages gives."""
    path = docs / "causes.toml"
    name = path.relative_to(project).as_posix()
    words = table(path.read_bytes(), name) if path.exists() else {}
    return {name: words.get(cause, cause) for name, cause in read(project).items()}


def write_rows(project: Path, docs: Path) -> None:
    """Those that do not run, as rows of a table that a page of `docs` includes."""
    found = causes(project, docs).items()
    rows = [f"| `{name}` | {cause} |" for name, cause in found if cause]
    path = project / ".cache" / "report" / "not-in-the-page.md"
    write_whole(project, path, "\n".join(rows) + "\n")
