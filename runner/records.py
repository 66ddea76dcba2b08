"""Records: the committed output of each snippet, read, compared and written whole."""

import difflib
import os
from pathlib import Path

from . import figures
from .snippet import FOLDER, Snippet


def difference(snippet: Snippet, result: dict) -> str:
    """How `result` differs from the record, as text a person can read; empty if it does not."""
    parts = []
    if (text := _difference_of_text(snippet.text_record, result["stdout"])) is not None:
        parts.append(text)
    recorded, drawn = _read(snippet.figure_record), result["figure"]
    name = _name(snippet, snippet.figure_record)
    if recorded is None and drawn is not None:
        parts.append(f"a figure without a record {name}")
    elif recorded is not None and drawn is None:
        parts.append(f"no figure, where {name} is recorded")
    elif drawn is not None and not figures.same(recorded, drawn):
        parts.append(f"the figure is not the recorded {name}")
    return "\n".join(parts)


def _difference_of_text(path: Path, output: str) -> str | None:
    recorded = _read(path)
    if recorded is None:
        return "no record yet; it printed:\n" + output.rstrip("\n") if output else None
    if not output:
        return f"it prints nothing, where {path.name} is recorded"
    if recorded == output:
        return None
    lines = difflib.unified_diff(
        recorded.splitlines(), output.splitlines(), "recorded", "this run", lineterm="", n=2
    )
    return "\n".join(lines) or "they differ in the white space at the end of a line or of the text"


def write(snippet: Snippet, result: dict, scratch: Path) -> None:
    """Make the record what `result` holds. Each file is replaced whole, or not at all."""
    _replace(snippet.text_record, result["stdout"] or None, scratch)
    _replace(snippet.figure_record, result["figure"], scratch)


def _replace(path: Path, text: str | None, scratch: Path) -> None:
    if text is None:
        path.unlink(missing_ok=True)
    elif _read(path) != text:
        write_whole(path, text, scratch)


def write_whole(path: Path, text: str, scratch: Path) -> None:
    """Write `text` to `path` so that an interruption leaves the old file or the new one."""
    scratch.mkdir(parents=True, exist_ok=True)
    part = scratch / f"{os.getpid()}-{path.name}"
    part.write_text(text, encoding="utf-8", newline="\n")
    os.replace(part, path)


def orphans(root: Path) -> list[Path]:
    """Records whose snippet is gone."""
    return sorted(
        path
        for pattern in ("*.txt", "*.svg")
        for path in (root / FOLDER).glob(f"**/{pattern}")
        if not path.with_suffix(".py").exists()
    )


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _name(snippet: Snippet, path: Path) -> str:
    return path.relative_to(snippet.root).as_posix()
