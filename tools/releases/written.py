"""What was found, in bench/: releases.json, and what the page about versions shows of it.

`releases.md` and `formulas.md` are rows of tables, `held.md` is a list, all free of language;
`releases.txt` is a block.
"""

import datetime
import hashlib
import json
import platform
import re
import textwrap
import tomllib
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from filelock import FileLock

from runner import stamps
from runner.homes import TESTING
from runner.memory import write_whole
from runner.snippet import FOLDER, Snippet
from tools.releases.packages import WHERE, Release

PLAN = Path(__file__).with_name("releases.toml")
DATA = Path("bench") / "releases.json"
PACKAGES = ("Keras", "TensorFlow", "NumPy")
SHOWN = 8  # lines of what one snippet does otherwise
WIDTH = 76  # characters of such a line

WHEN = re.compile(r"^\d{4}-\d\d-\d\d [\d:.]+: ")  # as TensorFlow begins what it logs

Entry = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What a snippet did otherwise: `other` than its record, or how it failed; and on stderr."""

    other: str
    notice: str


def formulas() -> dict[str, str]:
    """The formula that a snippet proves, by its title."""
    found: dict[str, str] = tomllib.loads(PLAN.read_text("utf-8"))["formulas"]
    return found


def digest(root: Path, title: str) -> str:
    """Of a snippet and its record, however their lines end: what has held, and is shown."""
    path = root / FOLDER / title
    parts = [p for p in (path, path.with_suffix(".txt"), path.with_suffix(".svg")) if p.exists()]
    texts = [part.read_text(encoding="utf-8") for part in parts]
    return hashlib.sha256(repr(texts).encode()).hexdigest()[:16]


def _entry(release: Release, **found: Any) -> Entry:
    asked = {name: version or "newest" for name, version in release.asked}
    on = f"{platform.system()} {platform.machine()}"
    return {"asked": asked, "date": datetime.date.today().isoformat(), "on": on, **found}


def executed(release: Release, found: dict[Snippet, Outcome]) -> Entry:
    """What to note of a release on which these were executed."""
    proving = formulas()
    outcomes = {snippet.title: found[snippet] for snippet in sorted(found, key=lambda s: s.title)}
    held = [title for title, outcome in outcomes.items() if not outcome.other]
    return _entry(
        release,
        versions=release.has(),
        executed=len(found),
        changed={title: _short(o.other) for title, o in outcomes.items() if o.other},
        notices={title: _short(o.notice) for title, o in outcomes.items() if o.notice},
        formulas={title: digest(release.root, title) for title in held if title in proving},
    )


def not_installed(release: Release, said: str) -> Entry:
    return _entry(release, said=_short(said))


def _short(text: str) -> list[str]:
    """The lines that say it: of a difference those that differ, of an error the last."""
    lines = [WHEN.sub("", line.rstrip()) for line in text.splitlines() if line.strip()]
    changed = [x for x in lines if x.startswith(("-", "+")) and not x.startswith(("---", "+++"))]
    chosen = changed[:SHOWN] or lines[:1] + lines[1:][-SHOWN:]
    return [x if len(x) <= WIDTH else f"{x[: WIDTH - 1]}…" for x in chosen]


def read(root: Path) -> list[Entry]:
    path = root / DATA
    found: list[Entry] = json.loads(path.read_text("utf-8")) if path.exists() else []
    return found


def note(root: Path, entry: Entry) -> None:
    """Keep the entry in the place of an earlier one of the same release, and write the tables."""
    (root / WHERE).mkdir(parents=True, exist_ok=True)
    with FileLock(root / WHERE / "bench.lock"):  # two may run side by side
        others = [old for old in read(root) if old["asked"] != entry["asked"]]
        entries = sorted([*others, entry], key=_place)
        write_whole(root, root / DATA, json.dumps(entries, indent=1, ensure_ascii=False) + "\n")
        for name, lines in tables(root, entries).items():
            write_whole(root, root / "bench" / name, "\n".join(lines) + "\n")


def _place(entry: Entry) -> tuple[str, list[list[int]]]:
    """Keras first, then NumPy, then TensorFlow, then the newest of all; older before newer."""
    numbers = [
        [int(part) if part.isdigit() else 10**6 for part in version.split(".")]
        for version in entry["asked"].values()
    ]
    return ("~ several" if len(entry["asked"]) > 1 else next(iter(entry["asked"])), numbers)


def tables(root: Path, entries: list[Entry]) -> dict[str, list[str]]:
    """The lines of each file that the page includes."""
    return {
        "releases.md": [_row(entry) for entry in entries],
        **_formulas(root, entries),
        "releases.txt": _differences(entries),
    }


def _row(entry: Entry) -> str:
    versions = entry.get("versions")
    if not versions:
        names = {name.lower(): name for name in PACKAGES}
        asked = {names[name]: version for name, version in entry["asked"].items()}
        cells = [asked.get(name, "") for name in PACKAGES] + ["", "–", "–"]
    else:
        held = entry["executed"] - len(entry["changed"])
        cells = [versions[name] for name in (*PACKAGES, "Python")]
        cells += [str(entry["executed"]), str(held)]
    return f"| {' | '.join([*cells, entry['date']])} |"


def _formulas(root: Path, entries: list[Entry]) -> dict[str, list[str]]:
    """The rows, and what their letters stand for: most formulas held on the same releases."""
    rows: list[str] = []
    letters: dict[str, str] = {}
    for title, formula in formulas().items():
        letter = letters.setdefault(_held(root, title, entries), ascii_uppercase[len(letters)])
        rows.append(f"| `{formula}` | `{title}` | {letter} |")
    listed = [
        line
        for held, letter in letters.items()
        for line in textwrap.wrap(f"- **{letter}**: {held}", 100, subsequent_indent="  ")
    ]
    return {"formulas.md": rows, "held.md": listed}


def _held(root: Path, title: str, entries: list[Entry]) -> str:
    now = digest(root, title)
    held = [e["versions"] for e in entries if e.get("formulas", {}).get(title) == now]
    recorded = stamps.read((root / FOLDER / title).parent)
    on = {name: _in_order({v[name] for v in held}) for name in PACKAGES if held}
    if recorded:  # packages of its own
        on = {name: [v] for name, v in recorded.versions.items() if name not in TESTING}
    return "; ".join(f"{name} {', '.join(versions)}" for name, versions in on.items())


def _in_order(versions: set[str]) -> list[str]:
    return sorted(versions, key=lambda version: [int(x) for x in version.split(".") if x.isdigit()])


def _differences(entries: list[Entry]) -> list[str]:
    lines: list[str] = []
    for entry in entries:
        name = ", ".join(f"{package} {version}" for package, version in entry["asked"].items())
        if "said" in entry:
            lines += ["", f"{name}: not installed", *(f"  {x}" for x in entry["said"])]
        elif entry["changed"] or entry.get("notices"):
            has = ", ".join(f"{n} {entry['versions'][n]}" for n in (*PACKAGES, "Python"))
            lines += ["", f"asked for {name}, got {has}"]
            for title, said in entry["changed"].items():
                lines += [f"  {title}", *(f"    {x}" for x in said)]
            for title, said in entry.get("notices", {}).items():
                lines += [f"  {title}: on the error stream", *(f"    {x}" for x in said)]
    return lines[1:] or ["no output differs from its record"]
