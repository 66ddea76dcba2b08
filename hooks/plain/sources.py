"""The sources of a site: which files it mounts, and Markdown with all that it includes in place."""

import re
from collections.abc import Iterator
from pathlib import Path

from runner import texts

MOUNTED = {".py", ".svg", ".txt"}  # of snippets/: what a page shows and what readers download
FOLDERS = ("snippets", ".cache", "bench")  # where pages find the files they include
SHOWN = re.compile(r'^[ \t]*--8<-- "(\w+/[^"]+\.py)"', re.MULTILINE)
INCLUDE = re.compile(r'^([ \t]*)--8<-- "([^"]+)"[ \t]*$', re.MULTILINE)


def mounted(project: Path, language: str) -> Iterator[tuple[str, Path]]:
    """(address, file) of each snippet, record and figure: they stand at /snippets/.

    So does the converter's changelog, as plain text: to MkDocs its own name would be a page.
    A figure that has texts in `language` is the one that was drawn with them.
    """
    for path in sorted((project / "snippets").rglob("*")):
        if path.suffix in MOUNTED and "." not in path.stem:
            yield path.relative_to(project).as_posix(), texts.shown(path, language)
    if (changelog := project / "CHANGELOG.md").exists():
        yield "snippets/CHANGELOG.txt", changelog


def shown(markdown: str) -> list[str]:
    """The snippets that a page shows, below snippets/: `mapping/one.py`."""
    return SHOWN.findall(markdown)


def whole(markdown: str, project: Path, *others: Path) -> str:
    """The page with each included file in its place, indented like the line that asks for it.

    Files are looked for in FOLDERS of the project and in `others`; what is in neither is left out.
    """
    folders = [*(project / name for name in FOLDERS), *others]
    return INCLUDE.sub(lambda found: _included(found, folders), markdown)


def _included(found: re.Match[str], folders: list[Path]) -> str:
    path = next((f / found[2] for f in folders if (f / found[2]).is_file()), None)
    if path is None:
        return ""
    text = path.read_text(encoding="utf-8").rstrip("\n")
    return "\n".join(found[1] + line if line else "" for line in text.split("\n"))
