"""Says on a page which of its blocks ran on packages of their own, and which did not run.

The words are the language's: `templates/executed.txt` and `templates/recorded.txt` of the pages.
"""

import json
import posixpath
import re
from pathlib import Path
from typing import Any

from hooks.plain.sources import shown
from runner import RunnerError
from runner.telling import decoded

TITLE = re.compile(r"^# .*\n", re.MULTILINE)
VERIFIED = "about/verified.md"

Topics = dict[str, dict[str, Any]]  # with packages of their own, as `runner.report.topics` says


def noted(markdown: str, source: str, docs: Path, topics: Topics) -> str:
    """A page opens with what was not executed, and closes with what was, on which packages.

    `source` is the page's path below `docs`, the folder of its language.
    """
    every = {name.partition("/")[0] for name in shown(markdown)}
    for executed, words in ((False, "recorded"), (True, "executed")):
        names = [n for n in sorted(every & topics.keys()) if topics[n]["executed"] == executed]
        for group in _alike(names, topics):
            note = filled(docs, f"{words}.txt", **_facts(group, source, topics))
            if executed:
                markdown = f"{markdown.rstrip()}\n\n{note}"
            else:
                title = TITLE.search(markdown)
                at = title.end() if title else 0
                markdown = f"{markdown[:at]}\n{note}\n{markdown[at:]}"
    return markdown


def filled(docs: Path, name: str, **facts: str) -> str:
    """The words of the file `name` among the pages' templates, with `facts` in their places."""
    path = Path(docs, "templates", name)
    said = "/".join(path.parts[-4:])
    try:
        return decoded(path.read_bytes(), said).replace("\r\n", "\n").format(**facts)
    except (LookupError, ValueError) as error:
        there = ", ".join(f"{{{fact}}}" for fact in facts)
        text = f"{said}: its braces cannot be filled in ({error}). Those that can: {there}"
        raise RunnerError(text) from None


def _alike(names: list[str], topics: Topics) -> list[list[str]]:
    """Those of which the same is to be said, together."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(json.dumps(topics[name]), []).append(name)
    return list(groups.values())


def _facts(names: list[str], source: str, topics: Topics) -> dict[str, str]:
    about = topics[names[0]]
    versions = (f"{package} {number}" for package, number in about["versions"].items())
    return {
        "topics": ", ".join(f"{name}/" for name in names),
        "versions": ", ".join(versions),
        "dates": " – ".join(dict.fromkeys((about["dates"][0], about["dates"][-1]))),
        "on": "; ".join(about["on"]),
        "verified": posixpath.relpath(VERIFIED, posixpath.dirname(source)),
    }
