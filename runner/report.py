"""The report of a whole check: `.cache/runner/report.json`, and its tables as Markdown rows.

The rows are language-free; a page types the table's header and embeds the rows under it.
"""

import json
import platform
import re
from pathlib import Path
from typing import Any

from .environment import CACHE
from .job import Result
from .memory import write_whole
from .snippet import Snippet

DIRECT = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def write(
    root: Path,
    results: dict[Snippet, Result],
    fingerprints: dict[Snippet, str],
    environment: str,
    topics: dict[str, dict[str, object]],
) -> None:
    """Write report.json, and `.cache/report/snippets.md`, `topics.md`, `versions.md`, `totals.md`.

    `topics` are those with packages of their own.
    """
    rows = [
        {
            "snippet": snippet.title,
            "seconds": round(result.seconds, 3),
            "peak_bytes": result.peak,
            "fingerprint": fingerprints[snippet],
        }
        for snippet, result in sorted(results.items(), key=lambda item: item[0].title)
    ]
    versions = _versions(root)
    report = {
        "environment": environment,
        "versions": versions,
        "topics": topics,
        "snippets": rows,
    }
    text = json.dumps(report, indent=1)
    path = _path(root)
    folder = root / CACHE / "report"
    written = {folder / f"{name}.md": lines for name, lines in _tables(report).items()}
    texts = {file: "\n".join(lines) + "\n" for file, lines in written.items()} | {path: text}
    for file, content in texts.items():
        if not file.is_file() or file.read_bytes() != content.encode():
            write_whole(root, file, content)


def topics(root: Path) -> dict[str, dict[str, Any]]:
    """What the last check of the whole project found of topics with packages of their own."""
    path = _path(root)
    found: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["topics"]
    return found


def _path(root: Path) -> Path:
    return root / CACHE / "runner" / "report.json"


def _tables(report: dict[str, Any]) -> dict[str, list[str]]:
    """Markdown table rows (no header) by file name."""
    snippets = [
        f"| `{row['snippet']}` | {row['seconds']:.2f} | {row['peak_bytes'] / 2**20:.0f} "
        f"| `{row['fingerprint'][:8]}` |"
        for row in report["snippets"]
    ]
    seconds = sum(row["seconds"] for row in report["snippets"])
    peak = max((row["peak_bytes"] for row in report["snippets"]), default=0)
    return {
        "snippets": snippets,
        "versions": [f"| {name} | {number} |" for name, number in report["versions"].items()],
        "topics": [_topic(name, about) for name, about in report["topics"].items()],
        "totals": [f"| {len(snippets)} | {seconds:.1f} | {peak / 2**20:.0f} |"],
    }


def _topic(name: str, about: dict[str, Any]) -> str:
    versions = ", ".join(f"{package} {number}" for package, number in about["versions"].items())
    return f"| {name} | {versions} | {'✓' if about['executed'] else '–'} | {about['dates'][-1]} |"


def _versions(root: Path) -> dict[str, str]:
    """Versions of Python, of the platform and of the packages that requirements.in chooses."""
    from importlib.metadata import PackageNotFoundError, version

    found = {
        "Python": platform.python_version(),
        platform.system(): platform.machine(),
    }
    chosen = root / "requirements.in"
    names = DIRECT.findall(chosen.read_text("utf-8", "replace")) if chosen.exists() else []
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # chosen for another platform
            continue
    return found
