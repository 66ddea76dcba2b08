"""The report of a whole check: `.cache/runner/report.json`, and its tables as Markdown rows.

The rows are language-free; a page types the table's header and embeds the rows under it.
"""

import json
import platform
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .environment import CACHE
from .records import write_whole
from .snippet import Snippet

DIRECT = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def write(
    root: Path, results: dict[Snippet, dict], fingerprints: dict[Snippet, str], environment: str
) -> None:
    """Write report.json, and `.cache/report/snippets.md`, `versions.md` and `totals.md`."""
    rows = [
        {
            "snippet": snippet.title,
            "seconds": round(result["seconds"], 3),
            "peak_bytes": result["peak"],
            "fingerprint": fingerprints[snippet],
        }
        for snippet, result in sorted(results.items(), key=lambda item: item[0].title)
    ]
    report = {"environment": environment, "versions": versions(root), "snippets": rows}
    parts = root / CACHE / "runner" / "parts"
    text = json.dumps(report, indent=1)
    path = root / CACHE / "runner" / "report.json"
    folder = root / CACHE / "report"
    if folder.is_dir() and path.exists() and path.read_text(encoding="utf-8") == text:
        return
    write_whole(path, text, parts)
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in tables(report).items():
        write_whole(folder / f"{name}.md", "\n".join(lines) + "\n", parts)


def tables(report: dict) -> dict[str, list[str]]:
    """Markdown table rows (no header) by file name."""
    snippets = [
        f"| `{row['snippet']}` | {row['seconds']:.2f} | {row['peak_bytes'] / 2**20:.0f} "
        f"| `{row['fingerprint'][:12]}` |"
        for row in report["snippets"]
    ]
    seconds = sum(row["seconds"] for row in report["snippets"])
    peak = max((row["peak_bytes"] for row in report["snippets"]), default=0)
    return {
        "snippets": snippets,
        "versions": [f"| {name} | {number} |" for name, number in report["versions"].items()],
        "totals": [f"| {len(snippets)} | {seconds:.1f} | {peak / 2**20:.0f} |"],
    }


def versions(root: Path) -> dict[str, str]:
    """Versions of Python, of the platform and of the packages that requirements.in chooses."""
    found = {
        "Python": platform.python_version(),
        "Platform": f"{platform.system()} {platform.machine()}",
    }
    chosen = root / "requirements.in"
    names = DIRECT.findall(chosen.read_text(encoding="utf-8")) if chosen.exists() else []
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # chosen for another platform
            continue
    return found
