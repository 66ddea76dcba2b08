"""Records: the committed output of each snippet, read, compared and written."""

import difflib
from pathlib import Path

from . import figures, texts
from .environment import LOCK
from .job import Result
from .memory import write_whole
from .snippet import FOLDER, Snippet
from .telling import indented


def difference(snippet: Snippet, result: Result) -> str:
    """How `result` differs from the record, as text a person can read; empty if it does not."""
    parts = [
        text_difference(snippet.text_record, result.stdout),
        *(_figure_difference(snippet, *pair) for pair in _figures(snippet, result).items()),
    ]
    return "\n".join(part for part in parts if part)


def text_difference(record: Path, output: str) -> str:
    """How `output` differs from the file `record`; empty if it does not."""
    recorded = _read(record)
    if recorded is None:
        return "no record yet; it printed:\n" + output.rstrip("\n") if output else ""
    if not output:
        return f"it prints nothing, where {record.name} is recorded"
    if recorded == output:
        return ""
    return _unlike(recorded, output, "recorded", "this run")


def _unlike(one: str, other: str, first: str, second: str) -> str:
    """How two texts differ, which are not the same."""
    pair = one.splitlines(), other.splitlines()
    lines = difflib.unified_diff(*pair, first, second, lineterm="", n=2)
    return "\n".join(lines) or "they differ in how a line or the text ends: white space, or CRLF"


def _figures(snippet: Snippet, result: Result) -> dict[Path, str | None]:
    """What was drawn for each figure that there is or was: in no language, and in those named."""
    record = snippet.figure_record
    there: dict[Path, str | None] = dict.fromkeys(texts.records(record))
    drawn = {texts.record(record, name): svg for name, svg in result.translated.items()}
    return {record: result.figure} | there | drawn


def _figure_difference(snippet: Snippet, record: Path, drawn: str | None) -> str:
    name = record.relative_to(snippet.root).as_posix()
    recorded = _read(record)
    if recorded is None:
        return f"a figure without a record {name}" if drawn is not None else ""
    if drawn is None:
        return f"no figure, where {name} is recorded"
    return "" if figures.same(recorded, drawn) else f"the figure is not the recorded {name}"


def not_recorded(name: str, difference: str, command: str) -> str:
    """What to say of the file `name` whose output differs; `command` would record it anew."""
    return (
        f"{name}: its output is not what is recorded.\n{indented(difference)}\n"
        f"  If the new output is right: {command}"
    )


def unsteady(name: str, first: str, second: str) -> str:
    """What to say of the file `name`, two runs of which have printed or drawn different things."""
    if first == second:
        how = "the figure is another one"
    else:
        how = _unlike(first, second, "first run", "second run")
    return (
        f"{name}: two runs printed or drew different things, so nothing is recorded.\n"
        f"Seed what is random, sort what has no order, print fewer decimals.\n{indented(how)}"
    )


def write(snippet: Snippet, result: Result) -> None:
    """Make the record what `result` holds. Each file is replaced whole, or not at all."""
    outputs = {snippet.text_record: result.stdout or None} | _figures(snippet, result)
    for path, text in outputs.items():
        if text is None:
            path.unlink(missing_ok=True)
        elif _read(path) != text:
            write_whole(snippet.root, path, text)


def orphans(root: Path, paths: list[Path] | None = None) -> list[str]:
    """What to say of records (all, or those below `paths`) whose snippet is gone."""
    chosen = [Path(path).resolve() for path in paths or [root]]
    return [
        f"{path.relative_to(root).as_posix()}: a record without its snippet. Delete it, or bring "
        "the snippet back"
        for pattern in ("*.txt", "*.svg")
        for path in sorted((root / FOLDER).glob(f"**/{pattern}"))
        if not path.with_name(f"{path.name.partition('.')[0]}.py").exists()
        and path.name != LOCK  # a topic's packages
        and any(p in path.parents for p in chosen)
    ]


def _read(path: Path) -> str | None:
    """The file's text, what is not UTF-8 in it as `\\xff`; None without a file."""
    if not path.exists():
        return None
    return path.read_bytes().decode("utf-8", "backslashreplace").replace("\ufeff", "\\ufeff")
