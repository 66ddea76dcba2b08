"""Which packages each snippet runs on, which of them are here, and what to say of the others."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from . import install, stamps
from .packages import Packages, folder_of, of_folder, topics
from .snippet import FOLDER, Snippet
from .stamps import machine
from .telling import RunnerError

TESTING = {"pytest", "hypothesis"}  # packages that no output depends on


def homes(
    snippets: list[Snippet], say: Callable[[str], None], problems: list[str]
) -> dict[Snippet, Packages]:
    """The packages of each snippet that has any; where CI is set, those that lack are installed."""
    by_folder: dict[Path, Packages] = {}
    for folder in dict.fromkeys(map(folder_of, snippets)):
        try:
            packages = of_folder(snippets[0].root, folder)
            if os.environ.get("CI"):
                install.make(packages, say)
            by_folder[folder] = packages
        except RunnerError as error:
            problems.append(str(error))
    found = ((snippet, by_folder.get(folder_of(snippet))) for snippet in snippets)
    return {snippet: packages for snippet, packages in found if packages}


def of_the_record(left_out: Iterable[Snippet]) -> str:
    """What to say of snippets that are not executed; empty if there are none."""
    names = [folder_of(snippet).name for snippet in left_out]
    if not names:
        return ""
    return (
        f"not executed: {len(names)} snippets of {', '.join(sorted(set(names)))}, whose packages "
        f"are not installed here. To execute them too: {install.missing(set(names))}"
    )


def stale(found: dict[Snippet, Packages]) -> list[str]:
    """What to say of records that are not of what stands here now."""
    problems = []
    for snippet, packages in found.items():
        try:
            why = None if packages.own else stamps.stale(snippet, packages)
        except RunnerError as error:
            problems.append(str(error))
            continue
        if why:
            command = f"python -m runner --record {snippet.name}"
            if not packages.ready:
                command = f"{install.missing([folder_of(snippet).name])} && {command}"
            problems.append(f"{snippet.name}: {why}.\n  Record it: {command}")
    return problems


def stamp(found: dict[Snippet, Packages], recorded: list[Snippet]) -> None:
    """Note for `recorded`, and for those whose note is stale, when and of what their record is."""
    by_folder: dict[Path, list[Snippet]] = {}
    for snippet, packages in found.items():
        if not packages.own and (snippet in recorded or stale({snippet: packages})):
            by_folder.setdefault(folder_of(snippet), []).append(snippet)
    for snippets in by_folder.values():
        stamps.write(snippets, found[snippets[0]])


def about(root: Path, executed: Iterable[Snippet]) -> dict[str, dict[str, object]]:
    """For each topic with packages of its own: whether it was executed, on what, and when recorded.

    The versions of those that were not are those of the record.
    """
    ran = {folder_of(snippet).name for snippet in executed}
    found: dict[str, dict[str, object]] = {}
    for topic, packages in topics(root).items():
        recorded = stamps.read(root / FOLDER / topic)
        if recorded is None:
            continue  # no snippets there
        versions = packages.versions() if topic in ran else recorded.versions
        found[topic] = {
            "executed": topic in ran,
            "versions": {name: v for name, v in versions.items() if name not in TESTING},
            "dates": sorted({stamp.date for stamp in recorded.stamps.values()}),
            "on": [machine()] if topic in ran else sorted({s.on for s in recorded.stamps.values()}),
        }
    return found
