"""`recorded.toml` of a topic with packages of its own: when, on what, and of what a record is.

With it, a build that lacks these packages can say what its outputs are, and finds those that no
longer belong to their snippets.
"""

import datetime
import hashlib
import platform
import tomllib
from dataclasses import dataclass
from pathlib import Path

from . import texts
from .memory import write_whole
from .packages import Packages, folder_of
from .snippet import Snippet
from .telling import RunnerError

NAME = "recorded.toml"
HEAD = "# Written by `python -m runner --record`, never by hand: what these records were made on.\n"


@dataclass(frozen=True)
class Stamp:
    """What was so when a snippet's record was made."""

    date: str
    on: str  # Python and platform
    source: str  # digest of the snippet and of what it imports from snippets/
    output: str  # digest of its record


@dataclass(frozen=True)
class Recorded:
    """A topic's `recorded.toml`."""

    lock: str
    versions: dict[str, str]
    stamps: dict[str, Stamp]  # by the snippet's path in its topic


def read(folder: Path) -> Recorded | None:
    """What the topic's file holds; None without one. Raises RunnerError if it cannot be read."""
    path = folder / NAME
    if not path.exists():
        return None
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        stamps = {name: Stamp(**kept) for name, kept in data["snippets"].items()}
        return Recorded(data["lock"], data["versions"], stamps)
    except (ValueError, TypeError, KeyError, AttributeError):
        where = f"{folder.parent.name}/{folder.name}"
        raise RunnerError(
            f"{where}/{NAME}: cannot be read. Delete it, then: python -m runner --record {where}"
        ) from None


def stale(snippet: Snippet, packages: Packages) -> str | None:
    """Why the record of `snippet` is not of what stands here now; None if it is."""
    recorded = read(folder_of(snippet))
    stamp = recorded and recorded.stamps.get(_key(snippet))
    if not recorded or not stamp:
        return f"{NAME} beside it has no entry for it"
    if recorded.lock != packages.digest():
        return f"{packages.name} was changed since it was recorded"
    if stamp.source != _source(snippet):
        return "it, or a file that it imports, was changed since it was recorded"
    if stamp.output != _output(snippet):
        return "its record was changed since by other means than recording"
    return None


def write(snippets: list[Snippet], packages: Packages) -> None:
    """Say of `snippets`, all of one topic, whose records have just held, when and of what."""
    folder = folder_of(snippets[0])
    try:
        before = read(folder)
    except RunnerError:
        before = None
    kept = before.stamps if before and before.lock == packages.digest() else {}
    stamps = {name: stamp for name, stamp in kept.items() if (folder / name).exists()}
    today = datetime.date.today().isoformat()
    for snippet in snippets:
        stamps[_key(snippet)] = Stamp(today, machine(), _source(snippet), _output(snippet))
    lines = [HEAD, f'lock = "{packages.digest()}"', "", "[versions]"]
    lines += [f'"{name}" = "{number}"' for name, number in packages.versions().items()]
    for name, stamp in sorted(stamps.items()):
        lines += ["", f'[snippets."{name}"]']
        lines += [f'{field} = "{value}"' for field, value in vars(stamp).items()]
    write_whole(packages.root, folder / NAME, "\n".join(lines) + "\n")


def machine() -> str:
    """What executes here, but for the packages."""
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"


def _key(snippet: Snippet) -> str:
    return snippet.path.relative_to(folder_of(snippet)).as_posix()


def _source(snippet: Snippet) -> str:
    return _digest([snippet.path, *snippet.modules], snippet.texts)


def _output(snippet: Snippet) -> str:
    figure = snippet.figure_record
    return _digest([snippet.text_record, figure, *texts.records(figure)])


def _digest(paths: list[Path], more: object = None) -> str:
    """Of the texts of those that exist, the same whatever ends their lines; of `more` if any."""
    found: list[object] = [
        (p.name, p.read_text("utf-8", "backslashreplace")) for p in paths if p.exists()
    ]
    return hashlib.sha256(repr(found + ([more] if more else [])).encode()).hexdigest()[:16]
