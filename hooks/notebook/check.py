"""Check every notebook against its record, executing only what could have changed."""

import hashlib
import json
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from runner import (
    RunnerError,
    environment_fingerprint,
    not_recorded,
    text_difference,
    unsteady,
    write_whole,
)
from runner.telling import decoded, indented

from . import record as records

HERE = Path(__file__).resolve().parent
KEPT = Path(".cache") / "notebooks"
MONTH = 30 * 24 * 3600  # seconds
Say = Callable[[str], None]


class NotebookError(RunnerError):
    """Something is wrong with a notebook; the message names file and line, and what to do."""


@dataclass(frozen=True)
class Result:
    """An executed notebook: the Markdown of its page, and the text of the .ipynb to download."""

    markdown: str
    ipynb: str

    @property
    def record(self) -> str:
        return records.text(self.ipynb)


def check(
    root: Path,
    notebooks: list[Path],
    *,
    record: bool = False,
    again: bool = False,
    say: Say = lambda text: None,
) -> dict[Path, Result]:
    """Execute `notebooks` of the project at `root`, or remember them; compare with their records.

    With `record`, an output that differs from its record replaces it, after a second run has
    printed the same. Raises NotebookError, when all have run, with everything that is wrong.
    """
    results = {}
    problems = []
    environment = _environment(root)
    for notebook in notebooks:
        try:
            result = _result(notebook, root, environment, again, say)
            if difference := text_difference(records.path(notebook), result.record):
                _differs(notebook, root, result, difference, record, say)
        except RunnerError as error:
            problems.append(str(error))
        else:
            results[notebook] = result
    if problems:
        raise NotebookError("\n\n".join(problems))
    _forget_old(root)
    return results


def find(docs: Path) -> list[Path]:
    """The notebooks below `docs`: a .py file there is one, in jupytext's percent format."""
    return sorted(docs.resolve().rglob("*.py"))


def _environment(root: Path) -> str:
    """A digest of all that can change any notebook's result but the notebook itself."""
    digest = hashlib.sha256(environment_fingerprint(root).encode())
    for source in sorted(p for p in HERE.rglob("*") if p.suffix in (".py", ".j2")):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _result(notebook: Path, root: Path, environment: str, again: bool, say: Say) -> Result:
    source = notebook.read_bytes()
    decoded(source, _name(notebook, root))  # raises, if it is no text
    fingerprint = hashlib.sha256(environment.encode() + source).hexdigest()
    kept = root / KEPT / f"{fingerprint}.json"
    if kept.exists() and not again:
        try:
            read = json.loads(kept.read_text(encoding="utf-8"))
            result = Result(read["markdown"], read["ipynb"])
            if read["digest"] == _digest(result):
                kept.touch()
                return result
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            pass  # not as it was kept: as if it were not there
    result = _execute(notebook, root, say)
    write_whole(root, kept, json.dumps(asdict(result) | {"digest": _digest(result)}))
    return result


def _digest(result: Result) -> str:
    return hashlib.sha256(json.dumps(asdict(result)).encode()).hexdigest()


def _execute(notebook: Path, root: Path, say: Say) -> Result:
    from . import jupyter  # with mkdocs-jupyter, jupytext and nbconvert, a second's import

    say(f"executing {_name(notebook, root)}")
    return Result(*jupyter.execute(notebook, root))


def _differs(
    notebook: Path, root: Path, result: Result, difference: str, record: bool, say: Say
) -> None:
    name = _name(notebook, root)
    if not record:
        command = f"python -m hooks.notebook --record {name}"
        raise NotebookError(not_recorded(name, difference, command))
    if (second := _execute(notebook, root, say).record) != result.record:
        raise NotebookError(unsteady(name, result.record, second))
    write_whole(root, records.path(notebook), result.record)
    say(f"recorded {name}\n{indented(difference)}")


def _name(notebook: Path, root: Path) -> str:
    return notebook.relative_to(root).as_posix()


def _forget_old(root: Path) -> None:
    """Drop results that no check has used for a month, and what an older version kept."""
    limit = time.time() - MONTH
    for path in (root / KEPT).glob("*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
